/** One request's life in words, from its history and the letters about it. */
import type { Actor } from '../../../../domain/actor.js';
import type { Ask, RequestPlan } from '../../../../domain/ask.js';
import { answeredBeforeNext } from '../../../../domain/chased.js';
import { shortRequest } from '../../../../domain/ids.js';
import type { LetterOrder } from '../../../../domain/letter.js';
import type { NotReached } from '../../../../domain/not-reached.js';
import type { RequestRecord, RequestRow, RequestState } from '../../../../domain/request.js';
import type {
  FiledSubmission,
  OwnAnswer,
  SubmitAnswer,
  SubmitOutcome,
} from '../../../../domain/submission.js';
import type { Instant } from '../../../../domain/time.js';
import type { RecordedEvent } from '../../record.js';
import type { Act, Elsewhere, Entry, HeldAccount, LetterIn, LetterOut, RequestAccount } from '../account.js';
import type { Update } from '../events.js';
import { childrenIn, endOf, signalsIn, startOf, stepsIn, tellsIn, updatesIn } from '../events.js';
import type { Names } from '../names.js';
import { counted, listed, sentence } from '../names.js';
import { dayOf, inBoth } from '../times.js';
import { inWords, isWord, notReachedWords, outcomeWords, outWords } from './letter-words.js';
import { compare } from './letters.js';

/** What the request itself brings to the account; the letters about it are told by `withLetters`. */
export interface GatheredRequest {
  account: RequestAccount;
  acts: Act[];
  elsewhere: Elsewhere[];
  /** What was filed of each letter, by its digest. */
  filed: Map<string, { submit: SubmitAnswer; outcome?: SubmitOutcome | undefined; part?: FiledSubmission }>;
}

interface Given {
  cycle: { rules: { twoPersons: boolean } };
  ask?: Ask;
  plan: RequestPlan;
}

export const stateWords: Record<RequestState, string> = {
  asked: 'asked, not answered',
  acknowledged: 'an answer is promised',
  'received-unconfirmed': 'received, to be confirmed',
  returned: 'returned for correction',
  answered: 'answered, to be decided',
  accepted: 'accepted',
  undeliverable: 'not reached by mail',
  lapsed: 'recorded as missing',
};

export function gatherRequest(
  workflow: string,
  events: readonly RecordedEvent[],
  names: Names,
): GatheredRequest {
  const start = startOf(events);
  const { cycle, ask, plan: planned } = start.input as Given;
  const rows = tellsIn(events).filter(({ name }) => name === 'requestChanged');
  const last = rows.at(-1)?.argument as RequestRow | undefined;
  const ended = endOf(events)?.result as RequestRecord | undefined;
  const [kind = '', ...subject] = shortRequest(workflow).split('/');
  const plan = ended?.plan ?? planned;
  const counts = ended?.versions.find(({ version }) => version === ended.accepted) ?? ended?.versions.at(-1);
  const answeredAt = counts?.at ?? last?.answeredAt;
  const account: RequestAccount = {
    ...{ workflow, kind, subject: subject.join('/'), plan, askedAt: start.at, entries: [] },
    ...(ask && { ask }),
    state: ended?.state ?? last?.state ?? 'asked',
    addressee: ended?.addressee ?? last?.addressee ?? planned.addressees[0] ?? '',
    reminders: ended?.remindersSent ?? last?.reminders ?? 0,
    escalations: ended?.escalationsSent ?? 0,
    marks: ended?.marks ?? last?.marks ?? [],
    ...(answeredAt !== undefined && { answeredAt }),
    closed: ended?.closed ?? last?.closed ?? false,
  };
  const gathered: GatheredRequest = { account, acts: [], elsewhere: [], filed: new Map() };
  const parts = stepsIn(events)
    .filter(({ name }) => name === 'fileSubmission')
    .map(({ result }) => result as FiledSubmission);
  const { addressee } = account;
  const add = (entry: Omit<Entry, 'office'> & { office?: string }): void =>
    void account.entries.push({ office: addressee, ...entry });
  const here = (number: number): NonNullable<Entry['event']> => ({ workflow, number });

  tellUpdates(gathered, updatesIn(events), parts, cycle.rules.twoPersons, names);
  for (const { at, event, name, argument } of signalsIn(events)) {
    const told = signalWords(name, argument, names);
    if (told !== undefined) add({ at, kind: 'year', what: told, event: here(event) });
  }
  let before: RequestState = 'asked';
  for (const { at, event, argument } of rows) {
    const { state } = argument as RequestRow;
    if (state === 'lapsed' && before !== 'lapsed')
      add({
        at,
        kind: 'year',
        what: 'Recorded as missing: no answer had come that counts. One that comes later is still taken.',
        event: here(event),
      });
    before = state;
  }
  for (const { at, event, name, argument } of tellsIn(events)) {
    if (name !== 'waiting') continue;
    const { what = '' } = (argument ?? {}) as { what?: string };
    add({
      at,
      kind: 'year',
      what: `The chair’s secretariat is told: ${names.plain(what)}`,
      event: here(event),
    });
  }
  for (const { at, event, type, workflow: child, argument } of childrenIn(events)) {
    if (type !== 'heldLetter') continue;
    const { orders = [] } = argument as { orders?: LetterOrder[] };
    const to = names.offices(orders.flatMap((order) => order.to));
    add({
      ...{ at, kind: 'year', event: here(event) },
      what: `An escalation to ${to} is drawn up, and waits for two persons of the secretariat to release it.`,
      links: [{ text: 'What became of it', to: { workflow: child } }],
    });
  }
  for (const { at, event, result, argument } of stepsIn(events)) {
    const { outcome, planned: together } = (result ?? {}) as { outcome?: string; planned?: string[] };
    if (outcome !== 'withheld' || together) continue;
    const { to = [] } = (argument ?? {}) as Partial<LetterOrder>;
    add({
      ...{ at, kind: 'year', event: here(event) },
      what: `A letter to ${names.offices(to)} is held back: a letter of the office has come in and is being read.`,
    });
  }
  return gathered;
}

function tellUpdates(
  { account, acts, elsewhere, filed }: GatheredRequest,
  updates: readonly Update[],
  parts: readonly FiledSubmission[],
  twoPersons: boolean,
  names: Names,
): void {
  const { workflow } = account;
  const link = { text: names.request(workflow), to: { workflow } };
  let entered: { actor: Actor; unread: boolean } | undefined;
  let assignedBy: Actor | undefined;
  let unread: string | undefined;
  for (const { at, event, name, argument, result } of updates) {
    const { actor } = (argument ?? {}) as { actor?: Actor };
    const act = (what: string, more: Partial<Entry> = {}): void => {
      if (!actor) return;
      account.entries.push({
        ...{ at, kind: 'person', office: actor.office, what, event: { workflow, number: event } },
        ...(actor.why !== undefined && { quote: actor.why }),
        ...(actor.authority !== undefined && { more: [`On the authority of ${actor.authority}.`] }),
        ...more,
      });
    };
    const alone = (what: string): void => {
      if (actor) acts.push({ at, what, rule: 'one', confirmed: actor, link });
    };
    const who = actor ? sentence(names.office(actor.office)) : '';
    switch (name) {
      case 'submit': {
        const submit = argument as SubmitAnswer;
        const outcome = result as SubmitOutcome | undefined;
        const part = parts.find(({ version }) => version === outcome?.version);
        filed.set(submit.letter, { submit, outcome, ...(part && { part }) });
        assignedBy = submit.assignedBy;
        if (submit.unread) unread = submit.letter;
        break;
      }
      case 'own': {
        const { own, letter } = argument as OwnAnswer;
        filed.set(letter, { submit: argument as SubmitAnswer, outcome: result as SubmitOutcome });
        if (!own) unread = undefined;
        break;
      }
      case 'record':
        if (!actor) break;
        entered = { actor, unread: unread !== undefined };
        act(
          entered.unread
            ? `${who} reads the letter, and enters what it says as the answer.`
            : `${who} enters an answer that came by another way.`,
          { chase: 'answers' },
        );
        elsewhere.push({
          at,
          what: names.request(workflow),
          recordedBy: actor.office,
          kind: entered.unread ? 'read' : 'answer',
          ...(actor.why !== undefined && { quote: actor.why }),
          ...(!twoPersons && { confirmedBy: actor.office }),
          links: [link],
        });
        if (!twoPersons)
          acts.push({
            ...{ at, what: `An answer entered: ${names.request(workflow)}`, rule: 'two', link },
            ...{ prepared: actor, confirmed: actor },
          });
        break;
      case 'confirm': {
        const prepared = entered?.actor ?? assignedBy;
        if (!actor) break;
        act(
          entered
            ? `${who} confirms what was entered.`
            : `${who} confirms that the answer, which came from elsewhere, is the office’s own.`,
        );
        if (prepared) {
          acts.push({
            ...{ at, rule: 'two', prepared, confirmed: actor, link },
            what: `${entered ? 'An answer entered' : 'A letter given to a request'}: ${names.request(workflow)}`,
          });
          const noted = entered && elsewhere.at(-1);
          if (noted) noted.confirmedBy = actor.office;
        } else alone(`An answer from elsewhere confirmed: ${names.request(workflow)}`);
        [entered, assignedBy, unread] = [undefined, undefined, undefined];
        break;
      }
      case 'accept':
        act(`${who} accepts the answer as it stands.`);
        alone(`An answer accepted as it stands: ${names.request(workflow)}`);
        break;
      case 'return':
        act(`${who} returns the answer for correction.`);
        alone(`An answer returned: ${names.request(workflow)}`);
        break;
      case 'extend': {
        const { due } = argument as { due: string };
        act(`${who} gives more time, until ${dayOf(due)}.`);
        alone(`More time given: ${names.request(workflow)}`);
        break;
      }
      case 'reassign': {
        const { office } = argument as { office: string };
        act(`${who} decides that ${names.office(office)} is asked instead.`);
        alone(`Another office asked: ${names.request(workflow)}`);
        break;
      }
    }
  }
}

function signalWords(name: string, argument: unknown, names: Names): string | undefined {
  switch (name) {
    case 'bounced': {
      const bounced = argument as NotReached & { permanent: boolean };
      return `A letter came back. ${notReachedWords(bounced, names)}${bounced.permanent ? '' : ' The mail server may still deliver it.'}`;
    }
    case 'away': {
      const { office, until } = argument as { office: string; until: Instant };
      return `${sentence(names.office(office))} is away until ${dayOf(until, names.place(office).zone)}, as its automatic reply says.`;
    }
    case 'moved':
      return 'The calendar has moved the day, and with it what is asked.';
    case 'close':
      return 'The year is closed: nothing more is taken.';
    default:
      return undefined;
  }
}

/** Adds the letters about a request, puts everything in its order, and says of each reminder whether it was answered. */
export function withLetters(
  { account, filed }: GatheredRequest,
  out: readonly LetterOut[],
  came: readonly LetterIn[],
  releases: ReadonlyMap<string, HeldAccount>,
  names: Names,
): RequestAccount {
  const { workflow, addressee } = account;
  const letters: Entry[] = [
    ...out.map((letter): Entry => {
      const { what, chase } = outWords(letter, names, workflow);
      const [to = addressee] = letter.before.to;
      return {
        ...{
          at: letter.before.at,
          kind: 'out',
          office: to,
          what,
          more: outcomeWords(letter, names, releases.get(letter.number)),
        },
        letter: { out: letter.number },
        ...(chase && letter.after?.sent.outcome !== 'withheld' && { chase }),
      };
    }),
    ...came.map((letter): Entry => {
      const [what = '', ...more] = inWords(letter, names);
      const matter = filed.get(letter.digest);
      return {
        ...{ at: letter.receivedAt, kind: 'in', office: letter.from ?? addressee, what },
        more: [...more, ...(matter ? filedWords(matter, names) : [])],
        letter: { in: letter.digest },
        ...(isWord(letter) && { chase: 'answers' as const }),
      };
    }),
  ];
  const entries = [...account.entries, ...letters]
    .map((entry, i) => ({ entry, i }))
    .sort((a, b) => compare(a.entry.at, b.entry.at) || rank(a.entry) - rank(b.entry) || a.i - b.i)
    .map(({ entry }) => entry);
  const answered = answeredBeforeNext(entries.map(({ chase }) => chase ?? 'other'));
  entries.forEach((entry, i) => {
    if (answered[i] === false)
      entry.more = [
        ...(entry.more ?? []),
        entries.slice(i + 1).some(({ chase }) => chase === 'asks')
          ? 'No answer came before the next.'
          : 'No answer.',
      ];
  });
  return { ...account, entries };
}

/** In one second: what came in, what was done, then what was sent. */
const rank = ({ kind }: Entry): number => ['in', 'person', 'year', 'out'].indexOf(kind);

function filedWords(
  { submit, outcome, part }: NonNullable<ReturnType<GatheredRequest['filed']['get']>>,
  names: Names,
): string[] {
  const words: string[] = [];
  if (outcome?.aside !== undefined) words.push(outcome.aside);
  if (part) {
    const lacks = [...part.missing, ...part.problems];
    words.push(
      `Filed as version ${part.version}: ${lacks.length === 0 ? 'complete' : `not complete; ${listed(lacks.map(fieldWords))} ${lacks.length === 1 ? 'is' : 'are'} missing or cannot be used`}.`,
      ...part.exceptions,
    );
    const { position } = part.choices;
    if (position !== undefined) words.push(`The position given: ${position}.`);
  }
  if (submit.unread) words.push('It is in the office’s own words: a person of the secretariat reads it.');
  if (submit.confirmed === false && !submit.unread)
    words.push(
      'It came from an address that is not known to speak for the office, so it waits to be confirmed.',
    );
  if (submit.joint) words.push('One letter answered several requests.');
  if (submit.replaces) words.push('It replaces what was sent before.');
  if (submit.assignedBy)
    words.push(
      `${sentence(names.office(submit.assignedBy.office))} gave it to this request from what was kept aside.`,
    );
  if (outcome?.state === 'accepted') words.push('With it the answer is accepted.');
  if (outcome?.state === 'answered') words.push('It waits for a decision before it counts.');
  return words;
}

/** `project.1.budget` as `project 1 budget`. */
const fieldWords = (id: string): string => `“${id.replaceAll(/[.-]/g, ' ')}”`;

/** How a request ended, or how it stands, in one sentence. */
export function fateWords(request: RequestAccount, names: Names): string {
  const { state, answeredAt, plan, reminders, addressee, escalations } = request;
  const chased = [
    ...(reminders > 0 ? [`after ${counted(reminders, 'reminder')}`] : []),
    ...(escalations > 0
      ? [reminders > 0 ? counted(escalations, 'escalation') : `after ${counted(escalations, 'escalation')}`]
      : []),
  ];
  const after = chased.length > 0 ? `, ${listed(chased)}` : '';
  const place = names.place(addressee);
  if (state === 'accepted' && answeredAt !== undefined)
    return `Accepted. The answer that counts came on ${inBoth(answeredAt, place)}${after}; it was due on ${dayOf(plan.due, place.zone)}${answeredAt > plan.due ? ', so it was late' : ''}.`;
  if (state === 'lapsed')
    return `Recorded as missing: ${answeredAt === undefined ? 'no answer came' : `what came on ${inBoth(answeredAt, place)} was not all that was needed`}${after}. It was due on ${dayOf(plan.due, place.zone)}.`;
  return `${sentence(stateWords[state])}${after}. Due on ${dayOf(plan.due, place.zone)}.`;
}
