/**
 * The story that Temporal's own pages tell of each workflow: what it is, and how it stands. It names offices,
 * requests and papers; no persons, no mail addresses, nothing of what people wrote.
 */
import { setCurrentDetails } from '@temporalio/workflow';
import { shortRequest } from '../domain/ids.js';
import type { RequestRecord, RequestRow } from '../domain/request.js';
import { latest, nextStep, waitsForNr, waitsForSecretariat } from '../domain/request.js';
import type { ClearanceState } from './clearance-messages.js';
import type { PhaseStatus } from './cycle-messages.js';
import type { DeskState } from './desk-messages.js';
import type { Draft } from './held-letter-messages.js';
import type { RegisteredCycle } from './network-messages.js';
import type { SessionState } from './session-messages.js';

/** What each kind of workflow is; its fixed details. */
export const whatIs = {
  cycle:
    'One year of the network: its phases, in the order of the calendar. Each phase is a workflow of its own, and so is each request, paper and letter held for a person.',
  phase:
    'One phase of the year. It asks requests in batches, waits for their answers and for the dates of the calendar, and gives the year what came of it.',
  batch:
    'Requests of one kind, asked at once, and the board that shows how each stands. It stays open until the year closes, so that a late answer has somewhere to go.',
  request:
    'One thing asked of one office: the letter, its reminders, the answer in its versions, its acceptance. All of it: `ascn request show`.',
  clearance:
    'One text before all participating members, version by version, each with one cut-off, until they agree.',
  session:
    'One paper before one body: drawn up, cleared by the members, released by two persons, sent, and decided item by item.',
  desk: 'What waits for a person of the chair’s secretariat, and the drafts. Each matter is also sent as a notice by e-mail: `ascn cycle status`.',
  assignedLetter:
    'A letter that was kept aside, and that a person has given to a request: judged anew as its answer. It counts once another person or the office has confirmed it.',
  reminders:
    'The reminders to one office that fall on the same instant: gathered for some seconds, and sent as one letter.',
  archive: 'Adds to the archive of a cycle what has happened in it, and seals it: `ascn audit`.',
  mailing: 'One letter to many offices, each its own copy.',
  heldLetter:
    'A letter, or several, that a person reads before it goes out. Two persons release it: `ascn letter release`.',
} as const;

const lines = (...parts: (string | false | undefined)[]): string => parts.filter(Boolean).join('\n\n');
const bullets = (items: string[]): string => items.map((item) => `- ${item}`).join('\n');

/** `3 accepted, 8 asked` */
function counted(words: string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort()
    .map(([word, n]) => `${n} ${word}`)
    .join(', ');
}

const stepWords = { remind: 'reminder', escalate: 'escalation', lapse: 'recorded as missing' } as const;

/** What a request waits for, as its timer's summary begins. */
export const stepInWords = (step: ReturnType<typeof nextStep>): string =>
  step.do === 'wait' ? 'nothing' : stepWords[step.do];

export function tellRequest(record: RequestRecord): void {
  const step = nextStep(record);
  const version = latest(record);
  setCurrentDetails(
    lines(
      `**${record.state}**${record.closed ? ', and the year is closed' : ''}`,
      `Asked of ${record.addressee} at ${record.askedAt}, due ${record.plan.due}.`,
      version &&
        `Version ${version.version} came from ${version.from} at ${version.at}${record.accepted === undefined ? '' : `; version ${record.accepted} counts`}.`,
      waitsForSecretariat(record) && 'It departs from a rule: the secretariat decides.',
      waitsForNr(record) && `It waits for national clearance by ${record.plan.clearedBy}.`,
      record.promised && record.state === 'acknowledged' && `Promised for ${record.promised}.`,
      record.marks.length > 0 && `On the way: ${record.marks.join(', ')}.`,
      record.unreachable.length > 0 && `Mail does not reach ${record.unreachable.join(', ')}.`,
      ...record.absences.map(({ office, back }) => `${office} is away, and back on ${back.slice(0, 10)}.`),
      step.do !== 'wait' && `Next: ${stepWords[step.do]} at ${step.at}, unless an answer comes before.`,
    ),
  );
}

export function tellBatch(rows: Iterable<RequestRow>): void {
  const all = [...rows];
  const open = all.filter((row) => !row.settled).map(({ id }) => shortRequest(id));
  setCurrentDetails(
    lines(
      `**${counted(all.map(({ state }) => state))}**`,
      open.length > 0 && `Open:\n\n${bullets(open.sort())}`,
    ),
  );
}

export const tellCycle = (phases: { title: string; state: PhaseStatus['state'] }[]): void =>
  setCurrentDetails(
    bullets(phases.map(({ title, state }) => `${title}: ${state === 'running' ? '**running**' : state}`)),
  );

export function tellDesk({ waiting: matters, drafts }: DeskState): void {
  const held = drafts.filter(({ state }) => state === 'held' || state === 'release-prepared');
  setCurrentDetails(
    lines(
      matters.length > 0 && `**Waits for the secretariat:**\n\n${bullets(matters.map(({ id }) => id))}`,
      held.length > 0 &&
        `Drafts to be released:\n\n${bullets(held.map(({ name, state }) => (state === 'held' ? name : `${name} (by a second person)`)))}`,
      matters.length === 0 && held.length === 0 && 'Nothing waits.',
    ),
  );
}

export function tellClearance({ rounds, cleared, wantsVersion }: ClearanceState): void {
  setCurrentDetails(
    lines(
      cleared ? '**cleared**' : wantsVersion ? '**a new version is wanted**' : '**before the members**',
      bullets(
        rounds.map(({ version, cutOff, positions, outcome }) =>
          outcome === 'open'
            ? `Version ${version}: until ${cutOff}`
            : `Version ${version}: ${counted(positions.map(({ position }) => position))}`,
        ),
      ),
    ),
  );
}

export function tellSession({ state, paper, versions, decisions }: SessionState): void {
  setCurrentDetails(
    lines(
      `**${state}**`,
      paper && `Paper ${paper.number}, version ${paper.version}; ${versions} before the body so far.`,
      decisions.length > 0 &&
        bullets(
          decisions.map(
            ({ item, verb, version, confirmedBy }) =>
              `${item} (version ${version}): ${verb}${confirmedBy ? '' : ', to be confirmed'}`,
          ),
        ),
    ),
  );
}

export function tellDraft({ state, orders, preparedBy, endedBy }: Draft): void {
  setCurrentDetails(
    lines(
      `**${state}**`,
      preparedBy && `Prepared by ${preparedBy.office}.`,
      endedBy && `Ended by ${endedBy.office}.`,
      bullets(orders.map(({ number, to }) => `${number} to ${to.join(', ')}`)),
    ),
  );
}

export function tellLetter(told: {
  verdict: string;
  from?: string;
  answersLetter?: string;
  outcome?: string;
  requests?: string[];
}): void {
  const { verdict, from, answersLetter, outcome, requests = [] } = told;
  setCurrentDetails(
    lines(
      `**${verdict}**${outcome ? `: ${outcome}` : ''}`,
      from && `From ${from}.`,
      answersLetter && `It answers ${answersLetter}.`,
      requests.length > 0 && bullets(requests.map(shortRequest)),
    ),
  );
}

export function tellNetwork(cycles: Iterable<RegisteredCycle>, aside: number): void {
  setCurrentDetails(
    lines(
      bullets([...cycles].map(({ year, state, chair }) => `${year} under ${chair}: ${state}`)),
      aside > 0 && `Letters kept aside: ${aside}.`,
    ),
  );
}

/** What a phase did, line by line, and what it waits for. */
export class PhaseStory {
  readonly #did: string[] = [];
  readonly #waiting = new Set<string>();

  did(what: string): void {
    this.#did.push(what);
    this.#tell();
  }

  /** Shows a wait while it lasts. @returns the same promise, so that nothing runs later for being told */
  during<T>(what: string, wait: Promise<T>): Promise<T> {
    this.#waiting.add(what);
    this.#tell();
    const over = () => {
      this.#waiting.delete(what);
      this.#tell();
    };
    wait.then(over, over);
    return wait;
  }

  #tell(): void {
    setCurrentDetails(
      lines(
        this.#did.length > 0 && bullets(this.#did),
        this.#waiting.size > 0 && `Waits for:\n\n${bullets([...this.#waiting])}`,
      ),
    );
  }
}
