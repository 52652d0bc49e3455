/** What must hold of a thousand letters, whatever was killed. Pure: it looks at what was noted, and says what is wrong. */
import type { Copy, LedgerLetter } from '../kill/invariants.js';
import { ledgerHolds, nothingTwice } from '../kill/invariants.js';
import type { ExpectedLetter, RequestEnd } from './expected.js';

/** A letter as it was handed in to the mailroom. */
export interface HandedIn {
  /** As the plan names it. */
  id: string;
  messageId: string;
  digest: string;
  /** How often the mailroom said 250. */
  taken: number;
}

/** A letter as the network knows it, by its digest. */
export interface Known {
  digest: string;
  outcome: string;
  reason: string;
}

/** One copy of a letter of ours, as it came in where it was sent. */
export interface CopyOfAnswer extends Copy {
  /** Message-ID of the letter that it answers; empty for one that begins a thread. */
  inReplyTo: string;
}

export interface LettersEnd {
  handedIn: HandedIn[];
  /** The ledger of letters that came in. */
  received: Known[];
  /** What lies in the tray. */
  tray: Pick<Known, 'digest' | 'reason'>[];
  /** Versions name their letters by digest. */
  requests: RequestEnd[];
  ledger: LedgerLetter[];
  copies: CopyOfAnswer[];
  /** For each death of the worker: Message-IDs of letters of ours with no answer of the mail server recorded. */
  openAtDeath: string[][];
  /** Numbers of letters at which two attempts overlapped. */
  overlapping: string[];
  /** Workflows that still run, and those that ended in another way than by themselves. */
  open: string[];
  broken: string[];
}

export interface Expected {
  letters: ExpectedLetter[];
  requests: RequestEnd[];
}

/** @returns one sentence for each thing that does not hold */
export const faultsOf = (end: LettersEnd, expected: Expected): string[] => [
  ...everyLetterTaken(end, expected),
  ...everyLetterAccountedFor(end, expected),
  ...everySubmissionOnce(end, expected),
  ...oneReceipt(end, expected),
  ...ledgerHolds(end),
  ...nothingTwice(end),
  ...atRest(end),
];

function* everyLetterTaken({ handedIn }: LettersEnd, { letters }: Expected): Generator<string> {
  const known = new Map(handedIn.map((each) => [each.id, each]));
  for (const { id, handedIn: times } of letters) {
    const taken = known.get(id)?.taken ?? 0;
    if (taken !== times) yield `${id} was taken ${taken} times at the door, and handed in ${times} times`;
  }
}

/** Each stands in one ledger, once, with what became of it; what lies in the tray says why. */
function* everyLetterAccountedFor(
  { handedIn, received, tray }: LettersEnd,
  { letters }: Expected,
): Generator<string> {
  const digests = new Map(handedIn.map(({ id, digest }) => [id, digest]));
  for (const { id, outcome } of letters) {
    const digest = digests.get(id);
    const entries = received.filter((each) => each.digest === digest);
    const lies = tray.filter((each) => each.digest === digest);
    const told = entries[0]?.outcome ?? (lies[0] && 'kept-aside');
    if (told === undefined) yield `${id} is lost: it stands neither in the ledger nor in the tray`;
    else if (told !== outcome)
      yield `${id} was ${told} (${entries[0]?.reason ?? lies[0]?.reason}), expected ${outcome}`;
    if (entries.length > 1) yield `${id} stands ${entries.length} times in the ledger`;
    if (lies.length !== (told === 'kept-aside' ? 1 : 0))
      yield `${id} was ${told} and lies ${lies.length} times in the tray`;
    if (lies.some(({ reason }) => reason.trim() === '')) yield `${id} lies in the tray without a reason`;
  }
  const ours = new Set(digests.values());
  for (const { digest, outcome } of received)
    if (!ours.has(digest)) yield `the letter ${digest.slice(0, 12)}, which nobody sent, was ${outcome}`;
}

function* everySubmissionOnce({ handedIn, requests }: LettersEnd, expected: Expected): Generator<string> {
  const names = new Map(handedIn.map(({ id, digest }) => [digest, id]));
  const found = new Map(requests.map((request) => [request.id, inPlansWords(request, names)]));
  for (const request of expected.requests) {
    const is = found.get(request.id);
    if (!is) {
      yield `${request.id} was not asked`;
      continue;
    }
    const letters = is.versions.map(({ letter }) => letter);
    const twice = letters.filter((letter, i) => letters.indexOf(letter) !== i);
    if (twice.length > 0) yield `${request.id} has recorded one answer twice: ${twice.join(', ')}`;
    for (const { letter } of request.versions)
      if (!letters.includes(letter)) yield `${request.id} has not recorded ${letter}`;
    if (is.state !== request.state) yield `${request.id} is ${is.state}, expected ${request.state}`;
    if (is.accepted !== request.accepted)
      yield `${request.id} counts version ${is.accepted}, expected ${request.accepted}`;
    if (is.versions.length !== request.versions.length)
      yield `${request.id} has ${is.versions.length} versions, expected ${request.versions.length}`;
    // those after the first that differs differ because of it
    const at = request.versions.findIndex((version, i) => sorted(is.versions[i]) !== sorted(version));
    if (at >= 0)
      yield `${request.id}, version ${at + 1} is ${sorted(is.versions[at])}, expected ${sorted(request.versions[at])}`;
  }
}

function inPlansWords(request: RequestEnd, names: ReadonlyMap<string, string>): RequestEnd {
  const nameOf = (digest: string): string => names.get(digest) ?? digest;
  return {
    ...request,
    versions: request.versions.map((version) => ({
      ...version,
      letter: nameOf(version.letter),
      fields: Object.fromEntries(
        Object.entries(version.fields).map(([key, { value, letter }]) => [
          key,
          { value, letter: nameOf(letter) },
        ]),
      ),
    })),
  };
}

/** As text that is the same for the same version, in whichever order its fields stand. */
const sorted = (version: RequestEnd['versions'][number] | undefined): string =>
  version === undefined
    ? 'not there'
    : JSON.stringify({
        ...version,
        fields: Object.entries(version.fields).sort(([a], [b]) => (a < b ? -1 : 1)),
      });

/** Two copies of one letter are one receipt: of these `nothingTwice` speaks. */
function* oneReceipt({ handedIn, copies }: LettersEnd, { letters }: Expected): Generator<string> {
  const messageIds = new Map(handedIn.map(({ id, messageId }) => [id, messageId]));
  for (const { id, receipts } of letters) {
    const messageId = messageIds.get(id);
    const answers = [
      ...new Set(copies.filter(({ inReplyTo }) => inReplyTo === messageId).map(({ number }) => number)),
    ];
    if (answers.length !== receipts)
      yield `${id} got ${answers.length} receipts, expected ${receipts}${answers.length > 0 ? `: ${answers.join(', ')}` : ''}`;
  }
}

function* atRest({ open, broken }: LettersEnd): Generator<string> {
  for (const id of open) yield `${id} is still open`;
  for (const id of broken) yield `${id} broke down`;
}
