/** Judging a letter that came in: what it is, which of our letters it answers, who wrote, and what it says. */
import type { AnswerDocument } from '../../../domain/answer-documents.js';
import type { Address, DocumentStore } from '../../../domain/document.js';
import { CycleError } from '../../../domain/errors.js';
import type { JudgedLetter, JudgedPart } from '../../../domain/letter.js';
import { shortRequest } from '../../../domain/ids.js';
import { printableDomain } from '../../../domain/mail-domain.js';
import { readNetwork } from '../../../domain/network-document.js';
import type { Network } from '../../../domain/network.js';
import type { Authentication, AuthenticityPolicy, Standing } from '../../../domain/authenticity.js';
import { standingOf, vouchedFor } from '../../../domain/authenticity.js';
import type { FoundBy } from '../../../domain/reference.js';
import type { Instant } from '../../../domain/time.js';
import type { TokenEntry } from '../../../domain/token.js';
import type { Assigned } from '../../../domain/tray.js';
import type { ConfirmingWords } from '../../../domain/confirming.js';
import type { Phrases } from '../../../domain/verdict.js';
import { verdictOf } from '../../../domain/verdict.js';
import { dateIn, endOfDay } from '../../calendar/working-time.js';
import { loadConfirming } from '../confirming.js';
import { loadAuthenticity } from './authenticity.js';
import type { AnswersRead, LetterForms, ReadPart } from './judge-answers.js';
import {
  answering,
  holdsAnswers,
  isForPerson,
  loadLetterForms,
  networkAsked,
  noAnswer,
} from './judge-answers.js';
import { askedParts } from './judge-parts.js';
import { mayAnswerFor, officesAt } from './judge-sender.js';
import { filledIn, sentText } from './judge-copy.js';
import { bouncedIn } from './judge-bounce.js';
import { assignedBy, confirmed } from './judge-confirming.js';
import { ourLetter, tracesOf } from './our-letter.js';
import type { ParsedLetter } from './parse.js';
import { loadPhrases } from './phrases.js';
import { longestAnswers } from './reading/limits.js';
import type { Reader, ReadLetter } from './reading/reader.js';
import { Patience } from './reading/reader.js';

export interface LetterToJudge {
  network: string;
  /** Digest of the message without trace headers. */
  digest: string;
  /** The raw message. */
  document: Address;
  receivedAt: Instant;
  /** Envelope recipients. */
  recipients: string[];
  /** A person has given it to a request. */
  assigned?: Assigned | undefined;
  /** The document with the sender's `Authentication`, where it was checked. */
  authentication?: Address | undefined;
}

interface JudgeData extends LetterForms {
  phrases: Phrases;
  confirming: ConfirmingWords[];
  /** Who may be believed. */
  policy: AuthenticityPolicy;
}

/**
 * @param store holds the raw letters and the ledger `tokens`; answers are stored there
 * @param dataDir the data folder; forms are read once, when the first letter is judged
 * @param reader reads messages apart from this thread
 * @returns judges one letter. Nothing is recorded but the answers that it holds, as documents; a second judgement is
 *   the same. A letter whose document, or one that it needs, is missing or was altered is kept aside with the reason,
 *   so that a person hears of it. It throws CycleError `Unavailable` when the store is away
 */
export function createJudge({
  store,
  dataDir,
  reader,
}: {
  store: DocumentStore;
  dataDir: string;
  reader: Reader;
}) {
  let data: Promise<JudgeData> | undefined;

  return (input: LetterToJudge): Promise<JudgedLetter> =>
    judge(input).catch((error: unknown) => {
      if (!(error instanceof CycleError && (error.type === 'NotFound' || error.type === 'Erased')))
        throw error;
      const { digest, document, receivedAt } = input;
      const reason = `It could not be judged. ${error.message}`;
      return { digest, document, receivedAt, language: 'en', parts: [], verdict: 'not-ours', reason };
    });

  async function judge(input: LetterToJudge): Promise<JudgedLetter> {
    const { network, digest, document, receivedAt, recipients } = input;
    const base = { digest, document, receivedAt, language: 'en' as const, parts: [] };
    const raw = await store.get(document);
    const patience = new Patience();
    const letter = await reader.readLetter(raw, patience);
    if ('refused' in letter)
      return { ...base, verdict: 'not-ours', reason: `It could not be read as a letter. ${letter.refused}` };
    const known = await (data ??= loadData(dataDir));
    const ours = input.assigned
      ? { entry: input.assigned.entry, foundBy: 'assigned' as const }
      : await ourLetter(store, network, tracesOf(letter, recipients));
    if ('notOurs' in ours) {
      const facts = { ...letter.facts, received: receivedAt.slice(0, 10), notOurs: ours.notOurs };
      const { verdict, reason } = verdictOf(facts, known.phrases);
      return { ...base, verdict, reason, perhaps: ours.perhaps, ...messageIdOf(letter) };
    }
    const judged = await judgeOurs(store, reader, known, { ...input, ...ours, letter, patience });
    return (
      judged ?? {
        ...base,
        ...messageIdOf(letter),
        verdict: 'not-ours',
        foundBy: ours.foundBy,
        perhaps: ours.entry.answers.map(({ request }) => request),
        reason: `It names our letter ${ours.entry.letter}, but it came neither to the reply address of that letter nor from an office that may answer it.`,
      }
    );
  }
}

async function loadData(dataDir: string): Promise<JudgeData> {
  return {
    ...(await loadLetterForms(dataDir)),
    phrases: await loadPhrases(dataDir),
    confirming: await loadConfirming(dataDir),
    policy: await loadAuthenticity(dataDir),
  };
}

const messageIdOf = ({ messageId }: ParsedLetter): { messageId?: string } =>
  messageId === undefined ? {} : { messageId };

/** @returns undefined for an answer that nothing speaks for */
async function judgeOurs(
  store: DocumentStore,
  reader: Reader,
  data: JudgeData,
  input: LetterToJudge & { letter: ReadLetter; patience: Patience; entry: TokenEntry; foundBy: FoundBy },
): Promise<JudgedLetter | undefined> {
  const { digest, document, receivedAt, letter, entry, foundBy, assigned } = input;
  const network = await readNetwork(store, entry.networkDocument);
  const senders = officesAt(network, letter.from, entry);
  const zone = (senders[0] ?? network.offices.find(({ id }) => id === entry.office))?.zone ?? 'utc';
  const { read, unplaced, below, replaces } = await readParts(store, reader, input, network);
  const answered = read.reduce(
    (sum, { answer, unclear = [] }) =>
      sum + Object.keys(answer.fields).length + answer.problems.length + unclear.length,
    0,
  );
  const judgement = assigned
    ? assignedBy(assigned)
    : confirmed(
        letter,
        entry,
        answered,
        data.confirming,
        verdictOf(
          {
            ...letter.facts,
            received: dateIn(receivedAt, zone),
            answered,
            written: network.offices.map(({ address }) => address.toLowerCase()),
          },
          data.phrases,
        ),
      );
  const answers = judgement.verdict === 'answer' ? answering(read) : [];
  const inOwnWords = judgement.verdict === 'answer' && answers.length === 0;
  const given = answers.length > 0 ? answers : unread(letter.text, entry, network, { read, replaces });
  const sender =
    senders.find((office) => given.some((part) => mayAnswerFor(part, office, part.own, entry))) ?? senders[0];
  const vouched = vouchedFor(
    input.authentication === undefined
      ? undefined
      : await store.getJson<Authentication>(input.authentication),
    letter.from,
  );
  const standing = (part: ReadPart): Standing =>
    foundBy === 'assigned'
      ? 'unconfirmed'
      : standingOf(
          {
            token: foundBy === 'token' ? 'right' : 'none',
            senderKnown: sender !== undefined && mayAnswerFor(part, sender, part.own, entry),
            ...vouched,
          },
          data.policy,
        ).standing;
  const carried = given.filter((part) => standing(part) !== 'aside');
  if (given.length > 0 && carried.length === 0) return undefined;
  const dropped = given
    .filter((part) => !carried.includes(part))
    .map(({ request }) => `Nothing speaks for what it says about ${shortRequest(request)}.`);
  const parts = await Promise.all(
    carried.map(async (part): Promise<JudgedPart> => ({
      request: part.request,
      // who is asked whether an answer is its own may as well answer itself
      as: part.as === 'confirmation' && answers.length > 0 ? 'answer' : part.as,
      answer: await store.putJson(part.answer, { as: document }),
      replaces: part.replaces,
      confirmed:
        (!inOwnWords || judgement.owns !== undefined) &&
        !isForPerson(part) &&
        !below &&
        standing(part) === 'accepted',
      ...((inOwnWords || isForPerson(part)) && { unread: true }),
      ...(judgement.owns !== undefined &&
        part.version !== undefined && { owning: { version: part.version, own: judgement.owns } }),
    })),
  );
  return {
    digest,
    document,
    verdict: judgement.verdict,
    reason: [judgement.reason, ...(below ? [below] : []), ...unplaced, ...dropped].join(' '),
    receivedAt,
    ...messageIdOf(letter),
    language: entry.language,
    answersLetter: entry.letter,
    foundBy,
    parts,
    ours: {
      cycle: entry.cycle,
      from: entry.from,
      office: entry.office,
      answers: entry.answers,
      networkDocument: entry.networkDocument,
    },
    ...(sender ? { from: sender.id } : printableDomain(letter.from)),
    ...(await attachedTo(store, document, letter)),
    ...(foundBy === 'token' && (await bouncedIn(store, letter, judgement, entry, network))),
    ...(foundBy === 'token' &&
      judgement.awayUntil !== undefined && { awayUntil: endOfDay(judgement.awayUntil, zone) }),
    ...(judgement.promised !== undefined && { promised: endOfDay(judgement.promised, zone) }),
  };
}

/** What came attached, and what was decided on each; the pictures of a text and of a signature are none. */
async function attachedTo(
  store: DocumentStore,
  document: Address,
  { documents, attachments }: ReadLetter,
): Promise<Pick<JudgedLetter, 'attached'>> {
  const attached = attachments.filter((_, i) => !documents[i]?.related);
  return attached.length > 0 ? { attached: await store.putJson(attached, { as: document }) } : {};
}

/** What is no answer, for the requests that it concerns, with what was noticed of its documents. */
function unread(
  text: string,
  entry: TokenEntry,
  network: Network,
  { read, replaces }: Pick<AnswersRead, 'read' | 'replaces'>,
): ReadPart[] {
  const remarks = [...new Set(read.flatMap(({ answer }) => answer.remarks ?? []))];
  const answer = { ...noAnswer(text.slice(0, longestAnswers)), ...(remarks.length > 0 && { remarks }) };
  return askedParts(text, entry, network, replaces).map((part) => ({ ...part, answer }));
}

/**
 * Reads the answers in a letter's words and documents. What stands only in the copy of our letter below is for a person
 * to confirm; what takes longer to read than any answer does, for a person to read.
 */
async function readParts(
  store: DocumentStore,
  reader: Reader,
  { letter, patience, entry }: { letter: ReadLetter; patience: Patience; entry: TokenEntry },
  network: Network,
): Promise<Omit<AnswersRead, 'copied'> & { below?: string }> {
  const { text, between, signature, quoted, documents: sent, attachments } = letter;
  const documents = await Promise.all(
    sent
      .filter(({ related }, i) => !related && attachments[i]?.verdict === 'accepted')
      .map(async ({ shownName, content }): Promise<AnswerDocument> => {
        const read = await reader.readDocument(shownName, content, entry.language, patience);
        return { name: shownName, read };
      }),
  );
  const asked = { entry, network: networkAsked(network, entry) };
  const answers = await reader.readAnswers(
    { text, between, signature, quoted, documents, ...asked },
    patience,
  );
  if ('refused' in answers)
    return {
      read: [],
      unplaced: [`Its answers could not be read. ${answers.refused}`],
      replaces: false,
    };
  const { copied, ...own } = answers;
  const ours = copied && (await sentText(store, reader, entry));
  if (ours === undefined) return own;
  const printed = await reader.readAnswers({
    ...{ text: ours, between: '', signature: '', quoted: '', documents: [] },
    ...asked,
  });
  if ('refused' in printed) return own;
  const printedFor = new Map(printed.read.map(({ request, answer }) => [request, answer]));
  const filled = copied!
    .map((part) => ({ ...part, answer: filledIn(part.answer, printedFor.get(part.request)) }))
    .filter(holdsAnswers);
  if (filled.length === 0) return own;
  return {
    ...own,
    read: filled,
    below: 'They stand in the copy of our letter below, so a person confirms that they were meant.',
  };
}
