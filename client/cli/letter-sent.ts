/** `ascn letter show NUMBER`: what became of a letter of ours, in words, and its text as sent. */
import { CycleError } from '../../domain/errors.js';
import type { LetterState } from '../../domain/letter-record.js';
import type { NotReachedInWords, WhyNotReached } from '../../domain/not-reached.js';
import type { ReceivedLetter } from '../../domain/received.js';
import { markOf } from '../../domain/tray.js';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import { parseYear } from './ids.js';
import { printMessage } from './message.js';
import { facts, utc } from './output.js';

const number = /^ASCN\/(\d{4})\//;

/** Whether it is the number of a letter of ours. */
export const isNumber = (text: string): boolean => number.test(text);

/** @throws CycleError `NotFound` for a number that no letter has */
export async function showSent(cli: Cli, id: string, options: Json): Promise<void> {
  const year = number.exec(id)?.[1] ?? '';
  const state = await cli.reading.letterState(parseYear(year), id);
  if (!state)
    throw new CycleError(
      'NotFound',
      `No letter ${id} was sent. List the letters with: ascn letter list ${year}`,
    );
  const message = await printMessage(await cli.reading.store.get(state.before.document));
  show(cli, options, { number: id, ...state, message }, () => `${printState(id, state)}\n\n${message}`);
}

function printState(id: string, { before, putOff, parts, after, suppressed, cameIn }: LetterState): string {
  const { order, to, copy, at, begun } = before;
  const all = after ? after : { accepted: parts.flatMap((part) => part.accepted), refused: refusedIn(parts) };
  const bounces = cameIn.filter(({ verdict }) => verdict === 'bounce');
  const others = cameIn.filter(({ verdict }) => verdict !== 'bounce');
  return facts([
    ['Number', id],
    [
      'Ordered',
      `${utc(at)}, by ${order.from}, to ${to.join(', ')}${copy.length > 0 ? `, copy to ${copy.join(', ')}` : ''}`,
    ],
    ['Begun', utc(begun)],
    ['Put off', putOff.map((each) => `since ${utc(each.at)}: ${each.reply}`).join('\n')],
    ['Taken', all.accepted.length > 0 ? `by the mail server for ${all.accepted.join(', ')}` : ''],
    ['Refused', all.refused.map(printRefused).join('\n')],
    ['Outcome', after ? `${outcomes[after.sent.outcome]}, ${utc(after.at)}` : underWay(putOff.length > 0)],
    ['Answered', after ? `by the mail server: ${after.response}` : ''],
    ['Came back', bounces.map(printReceived).join('\n')],
    [
      'Suppressed',
      suppressed
        .map(
          ({ office, letter, at: since }) =>
            `${office}, since ${utc(since)}, by ${letter === id ? 'this letter' : letter}; ` +
            `lift it with: ascn letter unsuppress ${office} --as OFFICE --why REASON`,
        )
        .join('\n'),
    ],
    ['Came in', others.map(printReceived).join('\n')],
  ]);
}

const refusedIn = (parts: LetterState['parts']): NotReachedInWords[] =>
  parts.flatMap(({ refused }) => refused);

const outcomes = {
  sent: 'sent',
  undeliverable: 'reached nobody',
  'partly-undeliverable': 'reached some of those that it is for',
  withheld: 'withheld, since an answer came in',
} as const;

const underWay = (putOff: boolean): string =>
  putOff
    ? 'put off; it is tried again'
    : 'under way: given to the mail server, which has not answered yet, or whose answer was lost';

const printRefused = ({ office, why, reply }: NotReachedInWords): string =>
  `${office}: ${kinds[why]} (${reply})`;

/** A letter that came in, with the mark by which it can be shown. */
const printReceived = ({ digest, receivedAt, verdict, outcome, reason, from }: ReceivedLetter): string =>
  `${utc(receivedAt)}, ${markOf(digest)}: ${verdict}${from === undefined ? '' : ` from ${from}`}, ${outcome}. ${reason}`;

/** Why mail does not reach an office, in short. */
export const kinds: Readonly<Record<WhyNotReached, string>> = {
  address: 'no such mailbox',
  host: 'no such mail domain',
  moved: 'the mailbox has moved',
  disabled: 'the mailbox was closed',
  'mailbox-full': 'the mailbox is full',
  'too-large': 'too large for the mail server',
  policy: 'against the mail server’s rules',
  content: 'refused for what it holds',
  suspended: 'the mailbox takes nothing for now',
  spam: 'taken for unwanted mail',
  authentication: 'our mail server did not prove who it is',
  challenge: 'the mailbox asks its senders to prove that they are persons',
  system: 'a fault of the mail server',
  transient: 'refused for the moment',
  unknown: 'refused',
  suppressed: 'not asked, since the address is suppressed',
  'no-address': 'the office has no usable address',
};
