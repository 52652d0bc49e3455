/** A letter that was not delivered, or not yet: by delivery reports, and by the words of mail servers that send none. */
import { addressesIn, namedIn, partsOfNotice } from './bounce-text.js';
import type { DeliveryReport, LetterFacts } from './facts.js';
import { wholeOf } from './facts.js';
import type { BounceWords, Why } from './phrases.js';
import type { Failure } from './status.js';
import { failureOf, isPermanent } from './status.js';
import { firstIn, placeOf, plainWords } from './wording.js';

export interface Bounce {
  /** The mail address that was not reached; empty where the notice names none. */
  recipient: string;
  /** `x.y.z` (RFC 3463). */
  status: string;
  /** The address itself will not work again. */
  permanent: boolean;
  why: Why;
  /** The server's words, on one line. */
  words: string;
}

export interface Undelivered {
  kind: 'bounce' | 'delay';
  bounce: Bounce;
  /** It came as a delivery report, or in words only. */
  by: 'report' | 'words';
}

/** Actions of RFC 3464, and what servers write in their place. */
const failed = /^(?:fail|undeliver|error|reject|bounce|expire|perm)/;
const late = /^(?:delay|defer|retr|queue|temp|warn)/;

/** What the delivery reports say; undefined where they tell of no failure and no delay. */
export function undeliveredByReport(facts: LetterFacts, words: BounceWords): Undelivered | undefined {
  const { reports, written = [] } = facts;
  const isOurs = ({ recipient, original }: DeliveryReport): boolean =>
    [recipient, original].some((each) => each !== undefined && written.includes(each.toLowerCase()));
  const ofKind = (kind: RegExp): DeliveryReport | undefined => {
    const all = reports.filter(({ action }) => kind.test(action));
    return all.find(isOurs) ?? all[0];
  };
  const failure = ofKind(failed);
  const report = failure ?? ofKind(late);
  if (!report) return undefined;
  const notice = partsOfNotice(wholeOf(facts), words);
  const recipient =
    usable(report.recipient) ??
    usable(report.original) ??
    usable(report.recipient, false) ??
    inWords(facts, notice)?.recipient ??
    '';
  const own = failureOf({ status: report.status, text: report.diagnostic }, words.wordings);
  const about = recipient === '' ? notice.said : said(notice.said, recipient);
  const failing =
    own.why === 'unknown' ? failureOf({ status: own.status, text: about }, words.wordings) : own;
  return undelivered(failure ? 'bounce' : 'delay', 'report', recipient, failing, report.diagnostic || about);
}

/** An address as the world knows it; that of a mailbox behind a gateway has no dot in its domain. */
function usable(address = '', known = true): string | undefined {
  const [first] = addressesIn(address);
  return first !== undefined && known && !/@.*\./.test(first) ? undefined : first;
}

/** What stands in a notice from the place on where it names an address. */
function said(text: string, recipient: string): string {
  const at = text.toLowerCase().indexOf(recipient.toLowerCase());
  return at < 0 ? text : text.slice(at);
}

/** What a notice says in words; undefined where it is no mail server's. */
export function undeliveredInWords(facts: LetterFacts, words: BounceWords): Undelivered | undefined {
  // A report of success tells of delivery in many words.
  if (facts.reports.length > 0) return undefined;
  const notice = partsOfNotice(wholeOf(facts), words);
  if (!isNotice(facts, notice, words)) return undefined;
  const named = inWords(facts, notice);
  const near = failureOf({ text: named?.diagnostic ?? notice.said }, words.wordings);
  const failure = near.why === 'unknown' ? failureOf({ text: notice.said }, words.wordings) : near;
  const kind = isLate(facts, notice.said, failure, words) ? 'delay' : 'bounce';
  const lasting = kind === 'delay' && failure.status.startsWith('5.') ? delayed(failure) : failure;
  return undelivered(kind, 'words', named?.recipient ?? '', lasting, named?.diagnostic ?? notice.said);
}

const delayed = ({ status }: Failure): Failure => ({ status: `4${status.slice(1)}`, why: 'transient' });

function undelivered(
  kind: Undelivered['kind'],
  by: Undelivered['by'],
  recipient: string,
  failure: Failure,
  words: string,
): Undelivered {
  const { why } = failure;
  const status =
    kind === 'delay' && !failure.status.startsWith('4.') ? `4${failure.status.slice(1)}` : failure.status;
  const line = words.replace(/\s+/g, ' ').trim().slice(0, 500);
  const permanent = kind === 'bounce' && isPermanent(failure);
  return { kind, by, bounce: { recipient, status, permanent, why, words: line } };
}

/** Whom a notice in words is about: the header that Exim and Google set, the address named, the letter returned. */
function inWords(
  facts: LetterFacts,
  notice: { said: string; returned: string },
): { recipient: string; diagnostic: string } | undefined {
  const others = new Set([facts.from, ...(facts.to ?? [])].flatMap((each) => each?.toLowerCase() ?? []));
  const named = namedIn(notice.said, others);
  const [given] = addressesIn(facts.headers.get('x-failed-recipients') ?? '');
  if (given !== undefined) return { recipient: given, diagnostic: said(notice.said, given) };
  const plain = facts.written?.flatMap(
    (ours) => named.find(({ recipient }) => recipient.toLowerCase() === ours) ?? [],
  );
  const best = plain?.[0] ?? named[0];
  if (best && best.weight > 1) return best;
  const [returned] = addressesIn(
    facts.returned?.get('to') ?? /^ {0,3}To: (.{1,300})$/m.exec(notice.returned)?.[1] ?? '',
  );
  if (returned !== undefined && !others.has(returned.toLowerCase()))
    return { recipient: returned, diagnostic: notice.said };
  return best ?? namedIn(notice.said, new Set())[0];
}

const codes = /(?:^|[\s(#[])[45](?:\d\d[ \-:]|\.\d{1,3}\.\d{1,3})/;

/** Signs of a mail server's notice: who writes, how the subject begins, what is said. No one of them is enough. */
function isNotice(
  facts: LetterFacts,
  notice: { said: string; returned: string },
  words: BounceWords,
): boolean {
  const { headers, from = '', fromName = '' } = facts;
  if (headers.has('x-failed-recipients')) return true;
  const local = from.toLowerCase().split('@')[0] ?? '';
  const name = plainWords(fromName);
  const bare = headers.get('return-path')?.trim() === '<>';
  const report = /report-type="?delivery-status/i.test(headers.get('content-type') ?? '');
  const daemon =
    (from === '' && bare) ||
    words.senders.includes(local) ||
    local.startsWith('mailer-daemon') ||
    local.startsWith('postmaster') ||
    local.startsWith('microsoftexchange') ||
    words.names.some((each) => name.startsWith(each));
  const subject = plainWords(facts.subject ?? '')
    .replace(/^(?:\[[^\]]{0,40}\] ?){1,3}/, '')
    .replace(/^[\s\p{P}\p{S}]+/u, '')
    .slice(0, 200);
  const titled = words.subjects.some((each) => subject.startsWith(each));
  const text = plainWords(notice.said.slice(0, 4000));
  const opened = firstIn(text, words.openings) ?? firstIn(text, words.delays);
  const coded = codes.test(notice.said);
  if (!titled && opened === undefined && !coded) return false;
  const returned = notice.returned !== '' || facts.returned !== undefined;
  const at = opened === undefined ? -1 : placeOf(text, opened);
  const early = at >= 0 && at < 250;
  // Who forwards a notice to us, or writes about one, is no mail server.
  const passedOn = /^(?:re|fwd?|aw|tr|rv|sv|vs|wg|enc|转发|轉寄|回复|回覆|答复)\s*[:：]/.test(subject);
  if (passedOn && !daemon && !bare && !report && (!early || notice.said.length > 600)) return false;
  const named =
    opened !== undefined &&
    namedIn(notice.said, new Set([from.toLowerCase()])).some(({ weight }) => weight >= 3);
  const weight =
    (daemon ? 2 : 0) +
    (report ? 2 : 0) +
    (bare ? 1 : 0) +
    (titled ? 2 : 0) +
    (opened === undefined ? 0 : 1) +
    (early && named ? 1 : 0) +
    (passedOn && early && named ? 1 : 0) +
    (returned ? 1 : 0) +
    (coded ? 1 : 0);
  return weight >= 3;
}

function isLate(
  { subject = '' }: LetterFacts,
  notice: string,
  failure: Failure,
  words: BounceWords,
): boolean {
  const text = plainWords(notice.slice(0, 4000));
  if (firstIn(text, words.delays) !== undefined) return true;
  if (isPermanent(failure) || firstIn(text, words.givenUp) !== undefined) return false;
  const title = plainWords(subject);
  return firstIn(text, words.slow) !== undefined || words.delaySubjects.some((each) => title.includes(each));
}
