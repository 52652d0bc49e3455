/** What must hold of a year whose processes were killed. Pure: it looks at what was noted, and says what is wrong. */

/** One copy of a letter as the officers' mail server took it. */
export interface Copy {
  messageId: string;
  number: string;
  recipients: string[];
  /** When its sender began to hand it over, and when the whole of it was there, in milliseconds since 1970. */
  begunAt: number;
  at: number;
  /** Of the message's bytes. */
  digest: string;
}

/** An answer that the mailroom took with 250. */
export interface Acceptance {
  /** The requests that it answers: `action-plan/da-nang`. */
  requests: string[];
  office: string;
  /** With it, the office owes nothing more. */
  whole: boolean;
  at: number;
}

/** A letter as the year's ledger has it. */
export interface LedgerLetter {
  number: string;
  template: string;
  messageId: string;
  outcome: string;
  /** Addresses of those whom the mail server took it for. */
  recipients: string[];
  /** The requests that it is about. */
  requests: string[];
  /** The first office to which it goes. */
  to: string;
}

export interface RequestEnd {
  id: string;
  state: string;
  /** By number: from which office, and what it said. */
  versions: { from: string; choices: Record<string, string> }[];
  /** Letters that are recorded as versions; each is there once. */
  letters: string[];
  marks: string[];
}

/** What a year came to. */
export interface YearEnd {
  decisions: object[];
  twins: object[];
  papers: { id: string; version: number; statements: { id: string; text: string }[] }[];
  clearances: object[];
  requests: RequestEnd[];
  ledger: LedgerLetter[];
  /** Letters that came in, by the digest under which they were recorded. */
  received: { digest: string; outcome: string }[];
  /** Workflows that still run, and those that ended in another way than by themselves. */
  open: string[];
  broken: string[];
  /** Matters that the secretariat never saw through to their end. */
  waiting: string[];
}

/** What happened on the way. */
export interface YearLog {
  copies: Copy[];
  acceptances: Acceptance[];
  /** For each death of the worker: Message-IDs of letters that were begun, with no answer of the mail server recorded. */
  openAtDeath: string[][];
  /** Numbers of letters at which two attempts overlapped, since the engine took a living worker for dead; once for each time. */
  overlapping: string[];
}

const chasers = ['reminder', 'reminder-after-due', 'still-missing', 'escalation-nr'];

/** Letters that depend on how fast an answer came: whether somebody was chased, and what the secretariat was told of it. */
const dependsOnTiming = ({ template, number }: LedgerLetter): boolean =>
  chasers.includes(template) ||
  (template === 'notice' && /\/(?:held\/.*\/E\d+|.*\/escalated\/\d+)\//.test(number));

/**
 * Compares a year that was killed again and again with the same year left alone.
 *
 * @returns one sentence for each thing that does not hold
 */
export function faultsOf(killed: YearEnd & YearLog, alone: YearEnd): string[] {
  return [
    ...sameEnd(killed, alone),
    ...ledgerHolds(killed),
    ...sameLetters(killed, alone),
    ...nothingTwice(killed),
    ...noChaserAfterAnAnswer(killed),
    ...recordedOnce(killed),
    ...atRest(killed),
  ];
}

function* sameEnd(killed: YearEnd, alone: YearEnd): Generator<string> {
  yield* differences('decisions', killed.decisions, alone.decisions);
  yield* differences('twins', killed.twins, alone.twins);
  yield* differences('clearances', killed.clearances, alone.clearances);
  yield* differences('papers', killed.papers, alone.papers);
  const known = ({ requests }: YearEnd) => requests.map(({ letters: _letters, ...rest }) => ({ ...rest }));
  yield* differences('requests', known(killed), known(alone));
}

function* differences(what: string, killed: readonly object[], alone: readonly object[]): Generator<string> {
  const texts = (list: readonly object[]) => new Set(list.map((each) => JSON.stringify(each)));
  const [here, there] = [texts(killed), texts(alone)];
  if (killed.length !== alone.length)
    yield `${what}: ${killed.length} in the year that was killed, ${alone.length} in the year left alone`;
  for (const text of here) if (!there.has(text)) yield `${what}: only in the year that was killed: ${text}`;
  for (const text of there) if (!here.has(text)) yield `${what}: only in the year left alone: ${text}`;
}

/** What the ledger says has left is there, and what is there stands in the ledger. */
export function* ledgerHolds({
  ledger,
  copies,
}: Pick<YearEnd & YearLog, 'ledger' | 'copies'>): Generator<string> {
  for (const { number, messageId, outcome, recipients } of ledger) {
    if (outcome === 'under way') yield `${number} was begun and never ended`;
    const reached = new Set(
      copies.filter((copy) => copy.messageId === messageId).flatMap((copy) => copy.recipients),
    );
    for (const recipient of recipients)
      if (outcome === 'sent' && !reached.has(recipient))
        yield `${number} is lost: ${recipient} does not have it`;
  }
  const ours = new Set(ledger.map(({ messageId }) => messageId));
  for (const { messageId, number } of copies)
    if (!ours.has(messageId)) yield `a letter came in that is not in the ledger: ${messageId} (${number})`;
}

function* sameLetters(killed: YearEnd, alone: YearEnd): Generator<string> {
  // a notice bears its moment, and a receipt for a clearance the digest of what it answers
  const plain = ({ number }: LedgerLetter) =>
    number.replace(/\/\d{14}$/, '').replace(/(\/R[AC])-[0-9a-f]{8}$/, '$1');
  const here = new Set(killed.ledger.map(plain));
  const there = new Set(alone.ledger.map(plain));
  for (const letter of alone.ledger)
    if (!dependsOnTiming(letter) && !here.has(plain(letter))) yield `${plain(letter)} was never sent`;
  for (const letter of killed.ledger)
    if (!dependsOnTiming(letter) && !there.has(plain(letter)))
      yield `${plain(letter)} is not a letter of the year`;
}

/** A second copy only in the window that docs/decisions/006 names, and with the same bytes. */
export function* nothingTwice({
  copies,
  openAtDeath,
  overlapping,
}: Pick<YearLog, 'copies' | 'openAtDeath' | 'overlapping'>): Generator<string> {
  for (const messageId of new Set(copies.map((copy) => copy.messageId))) {
    const same = copies.filter((copy) => copy.messageId === messageId);
    const windows = openAtDeath.filter((open) => open.includes(messageId)).length;
    const overlaps = overlapping.filter((number) => number === same[0]?.number).length;
    if (same.length > 1 + windows + overlaps)
      yield `${messageId} came in ${same.length} times, and ${windows} deaths fell between its sending and the record of it`;
    if (new Set(same.map(({ digest }) => digest)).size > 1)
      yield `${messageId} came in with different contents`;
  }
}

/** Between the last look for answers and the mail server's first word: a letter on its way cannot be called back. */
const onItsWayMs = 1000;

/** The office has answered, and its mail server has been told 250: from then on nobody is to ask it again. */
function* noChaserAfterAnAnswer({ ledger, copies, acceptances }: YearEnd & YearLog): Generator<string> {
  for (const { template, number, messageId, requests } of ledger) {
    if (!chasers.includes(template)) continue;
    const left = copies.find((copy) => copy.messageId === messageId)?.begunAt;
    const answered = acceptances.find(
      ({ whole, at, requests: answers }) =>
        whole &&
        left !== undefined &&
        at + onItsWayMs < left &&
        answers.some((request) => requests.includes(request)),
    );
    if (answered)
      yield `${number} left ${left! - answered.at} ms after the answer of ${answered.office} had been accepted`;
  }
}

function* recordedOnce({ requests, received, acceptances }: YearEnd & YearLog): Generator<string> {
  for (const { id, letters } of requests) {
    const twice = letters.filter((letter, i) => letters.indexOf(letter) !== i);
    if (twice.length > 0) yield `${id} has recorded one answer twice: ${twice.join(', ')}`;
  }
  if (received.length !== acceptances.length)
    yield `${acceptances.length} answers were accepted at the door, and ${received.length} are recorded`;
  for (const { digest, outcome } of received)
    if (outcome !== 'submitted') yield `the answer ${digest.slice(0, 12)} was ${outcome}`;
}

function* atRest({ open, broken, waiting }: YearEnd): Generator<string> {
  for (const id of open) if (!id.endsWith('/network')) yield `${id} is still open`;
  for (const id of broken) yield `${id} broke down`;
  for (const id of waiting) yield `“${id}” still waits for the secretariat`;
}
