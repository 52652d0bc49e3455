/** Judging a letter that came in: what it is, which of our letters it answers, who wrote, and what it says. */
import { readAnswer } from '../../../domain/answer.js';
import type { Address, DocumentStore } from '../../../domain/document.js';
import { CycleError } from '../../../domain/errors.js';
import type { Answer, Form } from '../../../domain/form.js';
import type { JudgedLetter, JudgedPart } from '../../../domain/letter.js';
import type { Network } from '../../../domain/network.js';
import type { Instant } from '../../../domain/time.js';
import type { TokenEntry } from '../../../domain/token.js';
import type { Judgement, LetterFacts } from '../../../domain/verdict.js';
import { failureIn, isPermanent, verdictOf } from '../../../domain/verdict.js';
import { loadAsks } from '../../calendar/load.js';
import { dateIn, endOfDay } from '../../calendar/working-time.js';
import { loadForms } from '../../forms/load.js';
import type { LetterPart } from './judge-parts.js';
import { askedParts, formIdOf, partsOf } from './judge-parts.js';
import { mayAnswerFor, officesAt } from './judge-sender.js';
import { filledInCopy } from './judge-copy.js';
import { ourLetter } from './judge-token.js';
import type { ParsedLetter } from './parse.js';
import { parseLetter } from './parse.js';

export interface LetterToJudge {
  network: string;
  /** Digest of the message without trace headers. */
  digest: string;
  /** The raw message. */
  document: Address;
  receivedAt: Instant;
  /** Envelope recipients. */
  recipients: string[];
  /** The document with the sender's `Authentication`, where it was checked. */
  authentication?: Address | undefined;
}

interface FormData {
  forms: Map<string, Form>;
  /** The form of each kind of request. */
  ofKind: Map<string, string>;
}

/** One part, with what was read in it. */
interface ReadPart extends LetterPart {
  answer: Answer;
}

/**
 * @param store holds the raw letters and the ledger `tokens`; answers are stored there
 * @param dataDir the data folder; forms are read once, when the first letter is judged
 * @returns judges one letter. Nothing is recorded but the answers that it holds, as documents; a second judgement is
 *   the same. A letter whose document, or one that it needs, is missing or was altered is kept aside with the reason,
 *   so that a person hears of it. It throws CycleError `Unavailable` when the store is away
 */
export function createJudge({ store, dataDir }: { store: DocumentStore; dataDir: string }) {
  let data: Promise<FormData> | undefined;

  return (input: LetterToJudge): Promise<JudgedLetter> =>
    judge(input).catch((error: unknown) => {
      if (!(error instanceof CycleError && error.type === 'NotFound')) throw error;
      const { digest, document, receivedAt } = input;
      const reason = `It could not be judged. ${error.message}`;
      return { digest, document, receivedAt, language: 'en', parts: [], verdict: 'not-ours', reason };
    });

  async function judge(input: LetterToJudge): Promise<JudgedLetter> {
    const { network, digest, document, receivedAt, recipients } = input;
    const base = { digest, document, receivedAt, language: 'en' as const, parts: [] };
    const raw = await store.get(document);
    const letter = await parseLetter(raw).catch(() => undefined);
    if (!letter) return { ...base, verdict: 'not-ours', reason: 'It could not be read as a letter.' };
    const ours = await ourLetter(store, network, recipients, letter);
    if ('notOurs' in ours) {
      const { verdict, reason } = verdictOf({
        ...factsOf(letter, receivedAt.slice(0, 10)),
        notOurs: ours.notOurs,
      });
      return { ...base, verdict, reason, ...messageIdOf(letter) };
    }
    return judgeOurs(store, await (data ??= loadData(dataDir)), { ...input, letter, entry: ours.entry });
  }
}

async function loadData(dataDir: string): Promise<FormData> {
  const asks = await loadAsks(dataDir);
  return {
    forms: await loadForms(dataDir),
    ofKind: new Map(asks.map(({ kind, form }): [string, string] => [kind, form])),
  };
}

const messageIdOf = ({ messageId }: ParsedLetter): { messageId?: string } =>
  messageId === undefined ? {} : { messageId };

async function judgeOurs(
  store: DocumentStore,
  data: FormData,
  input: LetterToJudge & { letter: ParsedLetter; entry: TokenEntry },
): Promise<JudgedLetter> {
  const { digest, document, receivedAt, letter, entry } = input;
  const network = await store.getJson<Network>(entry.networkDocument);
  const senders = officesAt(network, letter.from, entry);
  const zone = (senders[0] ?? network.offices.find(({ id }) => id === entry.office))?.zone ?? 'utc';
  const { read, unplaced, below } = await readParts(store, letter, entry, network, data);
  const answered = read.reduce(
    (sum, { answer }) => sum + Object.keys(answer.fields).length + answer.problems.length,
    0,
  );
  const judgement = verdictOf({ ...factsOf(letter, dateIn(receivedAt, zone)), answered });
  const answers = judgement.verdict === 'answer' ? read.filter(holdsAnswers) : [];
  const inOwnWords = judgement.verdict === 'answer' && answers.length === 0;
  const given = answers.length > 0 ? answers : unread(letter.text, entry, network);
  const sender =
    senders.find((office) => given.some((part) => mayAnswerFor(part, office, part.own, entry))) ?? senders[0];
  const parts = await Promise.all(
    given.map(async (part): Promise<JudgedPart> => {
      const confirmed =
        !inOwnWords && !below && sender !== undefined && mayAnswerFor(part, sender, part.own, entry);
      return {
        request: part.request,
        as: part.as,
        answer: await store.putJson(part.answer),
        replaces: part.replaces,
        confirmed,
        ...(inOwnWords && { unread: true }),
      };
    }),
  );
  return {
    digest,
    document,
    verdict: judgement.verdict,
    reason: [judgement.reason, ...(below ? [below] : []), ...unplaced].join(' '),
    receivedAt,
    ...messageIdOf(letter),
    language: entry.language,
    answersLetter: entry.letter,
    parts,
    ours: {
      cycle: entry.cycle,
      from: entry.from,
      office: entry.office,
      answers: entry.answers,
      networkDocument: entry.networkDocument,
    },
    ...(sender && { from: sender.id }),
    ...bouncedIn(letter, judgement, entry, network),
    ...(judgement.promised !== undefined && { promised: endOfDay(judgement.promised, zone) }),
  };
}

const factsOf = (letter: ParsedLetter, received: string): LetterFacts => ({
  headers: letter.headers,
  ...(letter.from !== undefined && { from: letter.from }),
  reports: letter.reports,
  text: letter.text,
  answered: 0,
  attachments: letter.documents.length,
  received,
});

/** What is no answer, for the requests that it concerns. */
const unread = (text: string, entry: TokenEntry, network: Network): ReadPart[] =>
  askedParts(text, entry, network).map((part) => ({ ...part, answer: noAnswer(text) }));

const holdsAnswers = ({ answer }: ReadPart): boolean =>
  Object.keys(answer.fields).length + answer.problems.length > 0;

/**
 * Reads the person's own words; where they hold no answers, also what stands under a closing, and last the copy of
 * our letter below, which some fill in where their mail program does not mark it as quoted. Such an answer is for
 * a person to confirm.
 */
async function readParts(
  store: DocumentStore,
  { text, signature, quoted }: ParsedLetter,
  entry: TokenEntry,
  network: Network,
  data: FormData,
): Promise<{ read: ReadPart[]; unplaced: string[]; below?: string }> {
  const own = readText(text, entry, network, data);
  if (own.read.some(holdsAnswers)) return own;
  const withSignature = readText(`${text}\n\n${signature}`, entry, network, data);
  if (withSignature.read.some(holdsAnswers)) return withSignature;
  const [copied] = readText(quoted, entry, network, data).read;
  const form = copied && formOf(copied, entry, data);
  if (!form || !holdsAnswers(copied)) return own;
  const filled = { ...copied, answer: await filledInCopy(store, copied.answer, entry, form) };
  if (!holdsAnswers(filled)) return own;
  return {
    ...own,
    read: [filled],
    below: 'They stand in the copy of our letter below, so a person confirms that they were meant.',
  };
}

function readText(
  text: string,
  entry: TokenEntry,
  network: Network,
  data: FormData,
): { read: ReadPart[]; unplaced: string[] } {
  const { parts, unplaced } = partsOf(text, entry, network);
  const read = parts.map((part): ReadPart => {
    const form = formOf(part, entry, data);
    return { ...part, answer: form ? readAnswer(form, part.text, entry.language) : noAnswer(part.text) };
  });
  return { read, unplaced };
}

const noAnswer = (text: string): Answer => ({ form: '', fields: {}, problems: [], text });

const formOf = (part: LetterPart, entry: TokenEntry, { forms, ofKind }: FormData): Form | undefined =>
  forms.get(formIdOf(part, entry, ofKind) ?? '');

function bouncedIn(
  { reports }: ParsedLetter,
  { verdict }: Judgement,
  entry: TokenEntry,
  network: Network,
): Pick<JudgedLetter, 'bounced'> {
  const failure = failureIn(reports);
  const request = entry.answers[0]?.request;
  if (verdict !== 'bounce' || !failure || request === undefined) return {};
  const [office] = officesAt(network, failure.recipient.toLowerCase(), entry);
  const reply = failure.diagnostic || failure.status;
  return { bounced: { office: office?.id ?? entry.office, request, permanent: isPermanent(failure), reply } };
}
