/** The status of a letter that was not delivered, and why: RFC 3463, the registry of enhanced codes, and wordings. */
import type { BounceWords, Why } from './phrases.js';
import { firstIn, plainWords } from './wording.js';

export interface Failure {
  /** `x.y.z` (RFC 3463). */
  status: string;
  why: Why;
  /** The wording that decided, where one did. */
  wording?: string;
}

/** The address itself will not work again; all else is the receiver's rule, the letter's kind or the moment. */
export const aboutAddress: readonly string[] = ['address', 'host', 'moved', 'disabled'];

/** True when no letter will reach the address: for good, and about the address (RFC 3463, class 5). */
export const isPermanent = ({ status, why }: Failure): boolean =>
  status.startsWith('5.') && aboutAddress.includes(why);

/** What a status says by itself, its class left out (RFC 3463 and the registry; 7.5xx and more are Exchange Online’s). */
const whyOfStatus: Readonly<Record<string, Why>> = {
  '1.0': 'address',
  '1.1': 'address',
  '1.2': 'host',
  '1.3': 'address',
  '1.6': 'moved',
  '1.7': 'policy',
  '1.8': 'policy',
  '1.10': 'address',
  '1.20': 'address',
  '1.351': 'address',
  '2.1': 'disabled',
  '2.2': 'mailbox-full',
  '2.3': 'too-large',
  '2.4': 'system',
  '3.1': 'system',
  '3.2': 'system',
  '3.4': 'too-large',
  '4.4': 'host',
  '4.6': 'system',
  '4.7': 'transient',
  '4.310': 'host',
  '4.316': 'transient',
  '5.3': 'transient',
  '7.8': 'authentication',
  '7.13': 'disabled',
  '7.17': 'moved',
  '7.18': 'moved',
  '7.20': 'authentication',
  '7.21': 'authentication',
  '7.22': 'authentication',
  '7.23': 'authentication',
  '7.24': 'authentication',
  '7.26': 'authentication',
};
const whyOfSubject: Readonly<Record<string, Why>> = {
  '3': 'system',
  '4': 'transient',
  '6': 'content',
  '7': 'policy',
};

/** What a reply code says where no status of RFC 3463 follows it (RFC 5321, RFC 7504, RFC 7505). */
const whyOfReply: Readonly<Record<string, { status: string; why: Why }>> = {
  '421': { status: '4.3.2', why: 'transient' },
  '432': { status: '4.3.2', why: 'transient' },
  '450': { status: '4.2.0', why: 'transient' },
  '451': { status: '4.3.0', why: 'system' },
  '452': { status: '4.3.1', why: 'system' },
  '521': { status: '5.3.2', why: 'host' },
  '530': { status: '5.7.0', why: 'authentication' },
  '535': { status: '5.7.8', why: 'authentication' },
  '551': { status: '5.1.6', why: 'moved' },
  '552': { status: '5.2.2', why: 'mailbox-full' },
  '553': { status: '5.1.3', why: 'address' },
  '556': { status: '5.1.10', why: 'host' },
};

const enhanced = /(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d]|\.\d)/g;
const reply = /(?<![\d.:/-])([45]\d\d)(?![\d.:/]|,\d)(?=[ \-#<"'(]|$)/g;
/** Reply codes of RFC 5321 and its kin; other numbers of three digits are none. */
const replies =
  /^(?:421|43[0-2]|45[0-9]|47[012]|50[0-4]|51[0-3]|52[0-5]|53[0-8]|54[0-2]|55[0-9]|57[01]|571)$/;
/** At the end of a text, in which a server speaks; most say it in the first lines. */
const longestDiagnostic = 3000;
/** What a server says of an address stands first; below it come explanations that may hold any wording. */
const nearby = 600;

/** Codes that servers repeat at the head of each line of a long reply, in the middle of its sentence. */
const linesOfReply = /(?<=\S )[45]\d\d-(?:[45]\.\d{1,3}\.\d{1,3} )?/g;

const isGeneric = (status: string): boolean => /^\d\.(?:0\.0|5\.0)$/.test(status);

/**
 * Tells status and reason of a failure.
 *
 * @param report what the delivery report says: its status, possibly empty, and the server's words
 * @param words how servers word their refusals
 * @returns the report's own status, unless it says nothing (`5.0.0`) and the words hold one that does; where there is
 *   none, that of the wording, then that of the reply code
 */
export function failureOf(
  { status = '', text }: { status?: string; text: string },
  words: BounceWords['wordings'],
): Failure {
  const said = plainWords(text.slice(0, longestDiagnostic)).replace(linesOfReply, '');
  const statuses = [...said.matchAll(enhanced)].map(([code]) => code).filter((code) => !code.startsWith('2'));
  const code = [...said.matchAll(reply)].map(([, found = '']) => found).find((found) => replies.test(found));
  const inWords = statuses.find((found) => !isGeneric(found));
  const own = status !== '' && !isGeneric(status) ? status : inWords;
  const wording = wordingOf(said.slice(0, nearby), words) ?? wordingOf(said.slice(nearby), words);
  const level = own?.[0] ?? classOf(status, statuses[0], code);
  const given = own === undefined ? undefined : whyOf(own);
  const why = chosen(given, wording, own);
  if (own !== undefined) return { status: own, why, ...(wording && { wording: wording.wording }) };
  if (wording)
    return { status: status || `${level}.${wording.status}`, why: wording.why, wording: wording.wording };
  const ofCode = code === undefined ? undefined : whyOfReply[code];
  if (ofCode) return { ...ofCode, ...(status && { status }) };
  return { status: status || (statuses[0] ?? `${level}.0.0`), why: level === '4' ? 'transient' : 'unknown' };
}

const classOf = (status: string, found: string | undefined, code: string | undefined): string =>
  found?.[0] ?? code?.[0] ?? (/^[45]/.test(status) ? (status[0] ?? '5') : '5');

type Worded = Omit<BounceWords['wordings'][number], 'words'> & { wording: string };

function wordingOf(said: string, groups: BounceWords['wordings']): Worded | undefined {
  if (said === '') return undefined;
  for (const { words, ...group } of groups) {
    const wording = firstIn(said, words);
    if (wording !== undefined) return { ...group, wording };
  }
  return undefined;
}

function whyOf(status: string): Why {
  const [, subject = '', detail = ''] = status.split('.');
  return whyOfStatus[`${subject}.${detail}`] ?? whyOfSubject[subject] ?? 'unknown';
}

/** Words say more than a number; but not words that stand beside many a number. */
function chosen(given: Why | undefined, worded: Worded | undefined, status: string | undefined): Why {
  if (worded === undefined) return given ?? 'unknown';
  if (given === undefined || given === 'unknown') return worded.why;
  if (worded.weak) return given;
  // “Mailbox unavailable” is said of a full one as well.
  const sure = ['address', 'mailbox-full', 'too-large', 'moved', 'disabled'];
  if (['address', 'system', 'transient'].includes(worded.why) && sure.includes(given)) return given;
  return status?.endsWith('.2.2') && worded.why !== 'transient' ? given : worded.why;
}
