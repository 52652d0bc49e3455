/** Taking in a letter that arrived: judge it, hand its parts to their requests, note what became of it. */
import type { Actor } from '../../../domain/actor.js';
import { lettersOf, readLedger } from '../../../domain/arrival.js';
import type { DocumentStore } from '../../../domain/document.js';
import { CycleError, permanent } from '../../../domain/errors.js';
import { shortRequest } from '../../../domain/ids.js';
import type { JudgedLetter, LetterOrder } from '../../../domain/letter.js';
import type { LetterOutcome, ReceivedLetter } from '../../../domain/received.js';
import { receivedLedger } from '../../../domain/received.js';
import type { OwnAnswer, SubmitAnswer, SubmitOutcome } from '../../../domain/submission.js';
import type { TokenEntry } from '../../../domain/token.js';
import { tokenIn } from '../../../domain/token.js';
import { assignedLetter, trayLedger } from '../../../domain/tray.js';
import type { Engine } from '../../engine/activities.js';
import type { LetterToJudge } from './judge.js';
import { createJudge } from './judge.js';
import { suppressBounced } from '../out/suppression.js';
import type { Reader } from './reading/reader.js';

export interface TakenIn {
  judged: JudgedLetter;
  outcome: LetterOutcome;
  /** The requests that it was handed to, or that it concerns. */
  requests: string[];
  /** What became of each part of an answer. */
  answers: Pick<SubmitOutcome, 'request' | 'state' | 'version'>[];
  /** What each request has to say to the writer, to be sent as one letter. */
  receipts: LetterOrder[];
}

type Handed = Omit<TakenIn, 'judged'> & { reason?: string };

export function createTakeInActivities({
  store,
  dataDir,
  reader,
  engine,
}: {
  store: DocumentStore;
  dataDir: string;
  reader: Reader;
  engine: Engine;
}) {
  const judge = createJudge({ store, dataDir, reader });
  return {
    /**
     * Takes a letter in. Called again, it changes nothing and returns the same: requests know the letter by its
     * digest. From its end on chasers for the requests to whose reply address it came may leave again.
     *
     * @throws CycleError `NotFound` when the letter's document is not there, `Unavailable` when store or engine are
     *   away; what a request refuses for good is no error, but keeps the letter aside
     */
    async takeIn(input: LetterToJudge): Promise<TakenIn> {
      const judgement = await judge(input);
      const { assigned, digest } = input;
      const letter = assigned ? assignedLetter(digest, assigned.round) : digest;
      const { reason = judgement.reason, ...handed } = await handOn(engine, judgement, {
        letter,
        assignedBy: assigned?.by,
      }).catch((error: unknown) => {
        if (!(error instanceof CycleError) || !permanent.includes(error.type)) throw error;
        return {
          ...concerning(judgement, 'kept-aside'),
          reason: `It could not be handed on: ${error.message}`,
        };
      });
      const judged = { ...judgement, reason };
      await suppressFor(store, input, judged);
      await note(store, input, { judged, ...handed });
      return { judged, ...handed };
    },
  };
}

/** The letter goes to nobody, or was only to be noted. */
const concerning = ({ parts, perhaps = [] }: JudgedLetter, outcome: LetterOutcome): Handed => ({
  outcome,
  requests: [...new Set([...parts.map(({ request }) => request), ...perhaps])],
  answers: [],
  receipts: [],
});

/** How requests know the letter, and who gave it to one. */
interface Handing {
  letter: string;
  assignedBy?: Actor | undefined;
}

async function handOn(engine: Engine, judged: JudgedLetter, handing: Handing): Promise<Handed> {
  switch (judged.verdict) {
    case 'answer': {
      const [part] = judged.parts;
      if (part?.as === 'confirmation') return own(engine, judged);
      return part ? submit(engine, judged, handing) : concerning(judged, 'kept-aside');
    }
    case 'acknowledgement':
      return acknowledge(engine, judged);
    case 'bounce':
      // one about a letter without a request is for a person
      return concerning(judged, judged.bounced?.request === undefined ? 'kept-aside' : 'noted');
    case 'auto-reply':
    case 'delay':
    case 'read-receipt':
    case 'calendar-reply':
      return concerning(judged, 'noted');
    // Somebody has to act: on a complaint, or to prove to a mail system that a person wrote.
    case 'complaint':
    case 'challenge':
    case 'empty':
    case 'not-ours':
      return concerning(judged, 'kept-aside');
  }
}

async function submit(
  engine: Engine,
  judged: JudgedLetter,
  { letter, assignedBy }: Handing,
): Promise<Handed> {
  const outcomes = await Promise.all(
    judged.parts.map(async ({ request, as, ...part }): Promise<SubmitOutcome> => {
      const { answer, confirmed, replaces, unread = false } = part;
      const submission: SubmitAnswer = {
        letter,
        answer,
        from: judged.from ?? judged.ours?.office ?? '',
        confirmed,
        replaces,
        joint: judged.parts.length > 1,
        unread,
        role: as,
        to: judged.ours?.office ?? '',
        domain: judged.domain,
        assignedBy,
        messageId: judged.messageId,
      };
      const isAsked = judged.ours?.answers.some((asked) => asked.request === request) ?? true;
      const outcome = await engine.update<SubmitOutcome>(
        request,
        'submit',
        submission,
        `submit-${letter}`,
        isAsked,
      );
      if (outcome) return outcome;
      // a city that the writer added, and of which nothing is asked
      return isAsked
        ? { request, state: 'closed' }
        : { request, state: '', aside: `Nothing is asked about ${shortRequest(request)}.` };
    }),
  );
  return became(judged, 'submitted', outcomes);
}

/** What became of a letter by what its requests say of it. One that no request has taken is kept aside. */
function became(judged: JudgedLetter, taken: LetterOutcome, outcomes: readonly SubmitOutcome[]): Handed {
  const asides = outcomes.flatMap(({ aside }) => aside ?? []);
  const closed = outcomes.every(({ state }) => state === 'closed');
  const outcome = closed ? 'closed' : asides.length === outcomes.length ? 'kept-aside' : taken;
  const reasons = closed ? ['The cycle that this answers is closed.'] : [judged.reason, ...asides];
  const heard = outcomes.filter(({ aside }) => outcome === 'kept-aside' || aside === undefined);
  return {
    outcome,
    requests: outcomes.map(({ request }) => request),
    answers: outcomes.map(({ request, state, version }) => ({ request, state, version })),
    receipts: heard.flatMap(({ receipt }) => receipt ?? []),
    reason: reasons.join(' '),
  };
}

/** The office says whether an answer is its own. From any other address that is nobody's word. */
async function own(engine: Engine, judged: JudgedLetter): Promise<Handed> {
  const outcomes = await Promise.all(
    judged.parts.map(async ({ request, confirmed, owning }): Promise<SubmitOutcome> => {
      if (!owning)
        return {
          request,
          state: '',
          aside: 'We asked whether an answer is the office’s own, and it says neither yes nor no.',
        };
      if (!confirmed || judged.from === undefined)
        return {
          request,
          state: '',
          aside: 'It did not come from the office’s known address, so it confirms nothing.',
        };
      const { digest: letter, from, messageId } = judged;
      const word: OwnAnswer = { letter, ...owning, from, messageId };
      return (
        (await engine.update<SubmitOutcome>(request, 'own', word, `own-${letter}`)) ?? {
          request,
          state: 'closed',
        }
      );
    }),
  );
  return became(judged, judged.parts[0]?.owning?.own ? 'confirmed' : 'disowned', outcomes);
}

/** "Under approval, answer on the 20th": tells each request that our letter asked about the promised date. */
async function acknowledge(engine: Engine, judged: JudgedLetter): Promise<Handed> {
  const { parts, promised, digest, messageId } = judged;
  const confirmed = parts.filter((part) => part.confirmed);
  if (confirmed.length === 0 || !promised) return concerning(judged, 'kept-aside');
  const acknowledgement = { letter: digest, promised, to: judged.ours?.office ?? '', messageId };
  const outcomes = await Promise.all(
    confirmed.map(({ request }) =>
      engine.update<SubmitOutcome>(request, 'acknowledge', acknowledgement, `acknowledge-${digest}`),
    ),
  );
  const asides = outcomes.flatMap((outcome) => outcome?.aside ?? []);
  const aside = asides.length === outcomes.length;
  return {
    outcome: aside ? 'kept-aside' : 'acknowledged',
    requests: confirmed.map(({ request }) => request),
    answers: [],
    receipts: outcomes.flatMap((outcome) =>
      outcome?.receipt && (aside || outcome.aside === undefined) ? [outcome.receipt] : [],
    ),
    ...(asides.length > 0 && { reason: [judged.reason, ...asides].join(' ') }),
  };
}

/** No later letter goes to an address of which a letter of ours came back for good. */
async function suppressFor(
  store: DocumentStore,
  { network }: LetterToJudge,
  { bounced, answersLetter: number, ours }: JudgedLetter,
): Promise<void> {
  if (bounced?.permanent && number !== undefined && ours)
    await suppressBounced(store, { network, cycle: ours.cycle, number }, bounced);
}

async function note(
  store: DocumentStore,
  { network, recipients, assigned }: LetterToJudge,
  { judged, outcome, requests }: TakenIn,
): Promise<void> {
  const { digest, document, receivedAt, verdict, reason, from, foundBy, answersLetter } = judged;
  const entry: ReceivedLetter = {
    ...{ digest, document, receivedAt, verdict, reason, from, foundBy, answersLetter },
    ...{ requests, outcome },
  };
  if (assigned) await store.enter(trayLedger(network), `${digest}/${assigned.round}/outcome`, entry);
  else await store.enter(receivedLedger(network), digest, entry);
  for (const token of recipients.flatMap((address) => tokenIn(address) ?? [])) {
    const known = await store.entry<TokenEntry>('tokens', token);
    if (!known) continue;
    const inHand = known.answers.map(({ request }) => request);
    for (const matter of [...inHand, lettersOf(known.network, known.office)])
      await store.enter(readLedger(matter), digest, { outcome });
  }
}
