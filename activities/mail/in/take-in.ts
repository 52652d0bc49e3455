/** Taking in a letter that arrived: judge it, hand its parts to their requests, note what became of it. */
import { lettersOf, readLedger } from '../../../domain/arrival.js';
import type { DocumentStore } from '../../../domain/document.js';
import { CycleError, permanent } from '../../../domain/errors.js';
import type { JudgedLetter, LetterOrder } from '../../../domain/letter.js';
import type { LetterOutcome, ReceivedLetter } from '../../../domain/received.js';
import { receivedLedger } from '../../../domain/received.js';
import type { SubmitAnswer, SubmitOutcome } from '../../../domain/submission.js';
import type { TokenEntry } from '../../../domain/token.js';
import { tokenIn } from '../../../domain/token.js';
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
      const { reason = judgement.reason, ...handed } = await handOn(engine, judgement).catch(
        (error: unknown) => {
          if (!(error instanceof CycleError) || !permanent.includes(error.type)) throw error;
          return {
            ...concerning(judgement, 'kept-aside'),
            reason: `It could not be handed on: ${error.message}`,
          };
        },
      );
      const judged = { ...judgement, reason };
      await suppressFor(store, input, judged);
      await note(store, input, { judged, ...handed });
      return { judged, ...handed };
    },
  };
}

/** The letter goes to nobody, or was only to be noted. */
const concerning = ({ parts }: JudgedLetter, outcome: LetterOutcome): Handed => ({
  outcome,
  requests: parts.map(({ request }) => request),
  answers: [],
  receipts: [],
});

async function handOn(engine: Engine, judged: JudgedLetter): Promise<Handed> {
  switch (judged.verdict) {
    case 'answer':
      return judged.parts.length > 0 ? submit(engine, judged) : concerning(judged, 'kept-aside');
    case 'acknowledgement':
      return acknowledge(engine, judged);
    case 'bounce':
      // one about a letter without a request is for a person
      if (judged.bounced?.request === undefined) return concerning(judged, 'kept-aside');
      return { outcome: 'noted', requests: [judged.bounced.request], answers: [], receipts: [] };
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

async function submit(engine: Engine, judged: JudgedLetter): Promise<Handed> {
  const outcomes = await Promise.all(
    judged.parts.map(async ({ request, as, ...part }): Promise<SubmitOutcome> => {
      const { answer, confirmed, replaces, unread = false } = part;
      const submission: SubmitAnswer = {
        letter: judged.digest,
        answer,
        from: judged.from ?? judged.ours?.office ?? '',
        confirmed,
        replaces,
        joint: judged.parts.length > 1,
        unread,
        role: as,
        messageId: judged.messageId,
      };
      const outcome = await engine.update<SubmitOutcome>(
        request,
        'submit',
        submission,
        `submit-${judged.digest}`,
      );
      return outcome ?? { request, state: 'closed' };
    }),
  );
  const closed = outcomes.every(({ state }) => state === 'closed');
  return {
    outcome: closed ? 'closed' : 'submitted',
    requests: outcomes.map(({ request }) => request),
    answers: outcomes.map(({ request, state, version }) => ({ request, state, version })),
    receipts: outcomes.flatMap(({ receipt }) => receipt ?? []),
    ...(closed && { reason: 'The cycle that this answers is closed.' }),
  };
}

/** "Under approval, answer on the 20th": tells the request the promised date. */
async function acknowledge(engine: Engine, judged: JudgedLetter): Promise<Handed> {
  const { parts, promised, digest, messageId } = judged;
  const [part] = parts;
  if (!part?.confirmed || !promised) return concerning(judged, 'kept-aside');
  const acknowledgement = { letter: digest, promised, messageId };
  const outcome = await engine.update<SubmitOutcome>(
    part.request,
    'acknowledge',
    acknowledgement,
    `acknowledge-${digest}`,
  );
  return {
    outcome: 'acknowledged',
    requests: [part.request],
    answers: [],
    receipts: outcome?.receipt ? [outcome.receipt] : [],
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
  { network, recipients }: LetterToJudge,
  { judged, outcome, requests }: TakenIn,
): Promise<void> {
  const { digest, document, receivedAt, verdict, reason, from, answersLetter } = judged;
  const about = { digest, document, receivedAt, verdict, reason, from, answersLetter };
  const entry: ReceivedLetter = { ...about, requests, outcome };
  await store.enter(receivedLedger(network), digest, entry);
  for (const token of recipients.flatMap((address) => tokenIn(address) ?? [])) {
    const known = await store.entry<TokenEntry>('tokens', token);
    if (!known) continue;
    const inHand = known.answers.map(({ request }) => request);
    for (const matter of [...inHand, lettersOf(known.network, known.office)])
      await store.enter(readLedger(matter), digest, { outcome });
  }
}
