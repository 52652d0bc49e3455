/**
 * What became of the letters that the cast posted: each is looked up in the ledger of letters that came in and in the
 * submissions, and compared with how it was meant.
 */
import type { DocumentStore } from '../../domain/document.js';
import { requestId } from '../../domain/ids.js';
import type { ReceivedLetter } from '../../domain/received.js';
import type { RequestRow } from '../../domain/request.js';
import type { Submission } from '../../domain/submission.js';
import type { Instant } from '../../domain/time.js';
import { markOf } from '../../domain/tray.js';
import type { Post, Posts } from './posts.js';
import type { Way } from './script.js';
import { isReadByPerson, ways } from './script.js';

/** How answers came, counted by what the network made of them. */
export interface Answers {
  /** Those that were taken in the way in which they were meant. */
  byWay: Record<Way, number>;
  outOfOffice: number;
  fromPrivateMailboxes: number;
  /** Of these, as the office confirmed. */
  confirmed: number;
  corrections: number;
  deliveryReports: number;
  /** Letters that were not taken for what they are, with what was amiss. */
  amiss: { as: Post['as']; letter: string; found: string }[];
  /** Marks of letters that lie aside although no person has to look at them. */
  asideByMistake: string[];
}

export interface ArrivalsGiven {
  posts: Posts;
  received: ReceivedLetter[];
  rows: RequestRow[];
  store: DocumentStore;
  network: string;
  year: number;
}

/** Every version of the answers that counts, or that the one which counts was made from. */
export interface Version {
  request: string;
  /** Digest of the letter that made it. */
  letter: string;
  at: Instant;
  submission: Submission;
}

/** The versions of each request's answer, the oldest first; those that nobody confirmed are not among them. */
export async function versionsOf(rows: readonly RequestRow[], store: DocumentStore): Promise<Version[]> {
  const chains = await Promise.all(
    rows.map(async ({ id, submission: last }) => {
      const chain: Version[] = [];
      for (let address = last; address !== undefined;) {
        const submission = await store.getJson<Submission>(address);
        const { letter = '', at = '' } = submission.parts.at(-1) ?? {};
        chain.unshift({ request: id, letter, at, submission });
        address = submission.previous;
      }
      return chain;
    }),
  );
  return chains.flat();
}

/** Looks up every letter that the cast posted. */
export async function arrivalsOf(given: ArrivalsGiven, versions: readonly Version[]): Promise<Answers> {
  const { posts, received, rows, store } = given;
  const byMessage = new Map(
    await Promise.all(
      received.map(async (letter) => [messageIdIn(await store.get(letter.document)), letter] as const),
    ),
  );
  const all = [...posts.values()].map((post) => {
    const letter = byMessage.get(post.messageId);
    return { post, letter, found: letter ? foundAmiss(post, letter, given, versions) : 'it never came in' };
  });
  const well = all.filter(({ found }) => found === undefined).map(({ post }) => post);
  const count = (as: (post: Post) => boolean): number => well.filter(as).length;
  const accepted = new Set(rows.filter(({ state }) => state === 'accepted').map(({ id }) => id));
  const isConfirmed = ({ answers }: Post): boolean =>
    answers.every(({ request }) => accepted.has(idOf(request, given)));
  const expectedAside = new Set(
    all.filter(({ post }) => isForPerson(post)).map(({ letter }) => letter?.digest),
  );
  return {
    byWay: Object.fromEntries(ways.map((way) => [way, count(({ as }) => as === way)])) as Record<Way, number>,
    outOfOffice: count(({ as }) => as === 'out-of-office'),
    fromPrivateMailboxes: [...posts.values()].filter(({ privately }) => privately).length,
    confirmed: count((post) => post.privately && isConfirmed(post)),
    corrections: count(({ as }) => as === 'correction'),
    deliveryReports: count(({ as }) => as === 'delivery-report'),
    amiss: all.flatMap(({ post: { as, messageId }, letter, found }) =>
      found === undefined ? [] : [{ as, letter: letter ? markOf(letter.digest) : messageId, found }],
    ),
    asideByMistake: received
      .filter(({ outcome, digest }) => outcome === 'kept-aside' && !expectedAside.has(digest))
      .map(({ digest }) => markOf(digest)),
  };
}

/** What must hold of how the answers came: each with whether it does, and what was found. */
export function checksOfAnswers(answers: Answers): [check: string, holds: boolean, found: string][] {
  const { byWay, amiss, asideByMistake, fromPrivateMailboxes, confirmed } = answers;
  const among = (...as: Post['as'][]) => amiss.filter((each) => as.includes(each.as));
  const inForms = among('lines', 'word-form', 'spreadsheet', 'in-line');
  const inOwnWords = among('prose', 'scan');
  const away = among('out-of-office');
  const others = amiss.filter((each) => ![...inForms, ...inOwnWords, ...away].includes(each));
  const nothing = (check: string, found: Answers['amiss']): [string, boolean, string] => [
    check,
    found.length === 0,
    found.length === 0 ? 'all' : found.map((each) => `${each.letter} (${each.as}): ${each.found}`).join('; '),
  ];
  const beside = [answers.outOfOffice, fromPrivateMailboxes, answers.corrections, answers.deliveryReports];
  return [
    [
      'answers came in every way',
      [...Object.values(byWay), ...beside].every((n) => n > 0),
      ways.map((way) => `${way} ${byWay[way]}`).join(', '),
    ],
    nothing('every answer in a form was read, field by field', inForms),
    nothing('a person entered what came in prose or as a scan', inOwnWords),
    nothing('no out-of-office reply counted as an answer', away),
    nothing('every other letter was taken for what it is', others),
    [
      'what came from a private mailbox counted once the office had confirmed it',
      confirmed === fromPrivateMailboxes,
      `${confirmed} of ${fromPrivateMailboxes}`,
    ],
    [
      'nothing was kept aside by mistake',
      asideByMistake.length === 0,
      asideByMistake.join(', ') || 'nothing',
    ],
  ];
}

/**
 * When an answer came in that was accepted in the end, by request: its first complete version, or the letter in words
 * of its own that a person then entered. From then on nobody is reminded.
 */
export function answeredSince(
  received: readonly ReceivedLetter[],
  versions: readonly Version[],
): Map<string, Instant> {
  const since = new Map<string, Instant>();
  const note = (request: string, at: Instant): void => {
    const known = since.get(request);
    if (known === undefined || at < known) since.set(request, at);
  };
  for (const { request, at, submission } of versions)
    if (submission.missing.length + submission.problems.length === 0) note(request, at);
  const entered = new Set(
    versions.filter(({ letter }) => letter.startsWith('record/')).map(({ request }) => request),
  );
  for (const { verdict, outcome, requests, receivedAt } of received)
    if (verdict === 'answer' && outcome === 'submitted')
      for (const request of requests) if (entered.has(request)) note(request, receivedAt);
  return since;
}

const idOf = (request: string, { network, year }: Pick<ArrivalsGiven, 'network' | 'year'>): string => {
  const [kind = '', ...subject] = request.split('/');
  return requestId(network, year, kind, subject.join('/'));
};

/** The report about a letter that asks nothing: no request can turn to anyone else, so a person looks at it. */
const isForPerson = ({ as, asked }: Post): boolean => as === 'delivery-report' && !asked;

/** Where a value of such an answer is read. */
const sources: Partial<Record<Post['as'], string>> = {
  lines: 'text',
  'in-line': 'text',
  correction: 'text',
  'word-form': 'word',
  spreadsheet: 'sheet',
};

/** What a letter of each kind is judged to be, and what becomes of it. */
const meant = (post: Post): Pick<ReceivedLetter, 'verdict' | 'outcome'> => {
  switch (post.as) {
    case 'out-of-office':
      return { verdict: 'auto-reply', outcome: 'noted' };
    case 'delivery-report':
      return { verdict: 'bounce', outcome: isForPerson(post) ? 'kept-aside' : 'noted' };
    case 'acknowledgement':
      return { verdict: 'acknowledgement', outcome: 'acknowledged' };
    case 'confirmation':
      return { verdict: 'answer', outcome: 'confirmed' };
    case 'lines':
    case 'word-form':
    case 'spreadsheet':
    case 'in-line':
    case 'prose':
    case 'scan':
    case 'correction':
      return { verdict: 'answer', outcome: 'submitted' };
  }
};

/** What is amiss with how a letter was taken; undefined where nothing is. */
function foundAmiss(
  post: Post,
  { digest, verdict, outcome, reason }: ReceivedLetter,
  given: ArrivalsGiven,
  versions: readonly Version[],
): string | undefined {
  const wanted = meant(post);
  if (verdict !== wanted.verdict || outcome !== wanted.outcome) return `${verdict}, ${outcome}: ${reason}`;
  const made = versions.filter(({ letter }) => letter === digest);
  if (post.as === 'out-of-office' && made.length > 0) return 'it counted as an answer';
  for (const { request, fields } of post.answers) {
    const id = idOf(request, given);
    const version = made.find((each) => each.request === id);
    if (isReadByPerson(post.as)) {
      const entered = versions.some((each) => each.request === id && each.letter.startsWith('record/'));
      if (version || !entered) return `nobody has entered what it says about ${request}`;
      continue;
    }
    if (!version) return `it is in no version of the answer about ${request}`;
    const { submission } = version;
    const unread = fields.filter(
      (key) =>
        submission.fields[key]?.letter !== digest && !submission.problems.some(({ field }) => field === key),
    );
    if (unread.length > 0) return `not read about ${request}: ${unread.join(', ')}`;
    const read = new Set(fields.map((key) => submission.fields[key]?.source));
    const source = sources[post.as];
    if (source !== undefined && ![...read].some((each) => each === source))
      return `read from elsewhere about ${request}: ${[...read].join(', ')}`;
    if (post.corrected && submission.fields[post.corrected.field]?.value !== post.corrected.to)
      return `the correction of ${post.corrected.field} about ${request} does not count`;
  }
  return undefined;
}

/** The Message-ID of a stored message, with its angle brackets. */
function messageIdIn(raw: Uint8Array): string {
  const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 16_384)).toString('latin1');
  return /^message-id:\s*(<[^>]*>)/im.exec(head)?.[1] ?? '';
}
