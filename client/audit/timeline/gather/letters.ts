/** The letters of a year, as the ledgers keep them. */
import type { Address } from '../../../../domain/document.js';
import type { LetterAfter, LetterBefore, LetterPutOff } from '../../../../domain/letter-record.js';
import type { LetterOrder } from '../../../../domain/letter.js';
import type { ReceivedLetter } from '../../../../domain/received.js';
import { receivedLedger } from '../../../../domain/received.js';
import type { TrayEnding, TrayLetter } from '../../../../domain/tray.js';
import { trayLedger } from '../../../../domain/tray.js';
import type { YearRecord } from '../../record.js';
import type { LetterIn, LetterOut } from '../account.js';

/** Reads an entry of a ledger; undefined where the record does not hold it, or its key was destroyed. */
export type ReadEntry = <T>(address: Address) => Promise<T | undefined>;

/** Every letter that was given to a mail server, or was to be; by time, then by number. */
export async function lettersOutOf(record: YearRecord, read: ReadEntry): Promise<LetterOut[]> {
  const letters = new Map<string, Partial<LetterOut>>();
  const letter = (number: string): Partial<LetterOut> => {
    const known = letters.get(number) ?? { number, putOff: [] };
    letters.set(number, known);
    return known;
  };
  for (const [key, address] of record.ledger(`letters/${record.network}/${record.cycle}`)) {
    const [, number = key, entry = ''] = /^(.*?)\/(before|after|part\/[^/]+|put-off\/.+)$/.exec(key) ?? [];
    if (entry === 'before') {
      const before = await read<LetterBefore>(address);
      if (before) Object.assign(letter(number), { before, requests: requestsOf(before.order) });
    } else if (entry === 'after') {
      const after = await read<LetterAfter>(address);
      if (after) letter(number).after = after;
    } else if (entry.startsWith('put-off')) {
      const putOff = await read<LetterPutOff>(address);
      if (putOff) letter(number).putOff!.push(putOff);
    }
  }
  return [...letters.values()]
    .filter((each): each is LetterOut => each.before !== undefined)
    .sort((a, b) => compare(a.before.at, b.before.at) || compare(a.number, b.number));
}

const requestsOf = (order: Omit<LetterOrder, 'at'>): string[] => [
  ...new Set(
    [order, ...(order.together ?? [])].flatMap(({ answers = [] }) => answers.map(({ request }) => request)),
  ),
];

/** Every letter that came in, by time; with how it left the tray, where it lay in it. */
export async function lettersInOf(record: YearRecord, read: ReadEntry): Promise<LetterIn[]> {
  const letters = new Map<string, LetterIn>();
  for (const [digest, address] of record.ledger(receivedLedger(record.network))) {
    const received = await read<ReceivedLetter>(address);
    if (received) letters.set(digest, { ...received, digest, endings: [] });
  }
  const tray = record.ledger(trayLedger(record.network));
  for (const [key, address] of tray) {
    const [, digest = '', entry = ''] = /^([0-9a-f]+)\/(.+)$/.exec(key) ?? [];
    if (entry !== 'aside' || letters.has(digest)) continue;
    const aside = await read<TrayLetter>(address);
    if (!aside) continue;
    letters.set(digest, { ...aside, digest, outcome: 'kept-aside', endings: [] });
  }
  for (const [key, address] of tray) {
    const [, digest = '', round, outcome] = /^([0-9a-f]+)\/(\d+)(\/outcome)?$/.exec(key) ?? [];
    if (round === undefined || outcome !== undefined) continue;
    const ending = await read<TrayEnding>(address);
    if (ending) letters.get(digest)?.endings.push(ending);
  }
  return [...letters.values()].sort(
    (a, b) => compare(a.receivedAt, b.receivedAt) || compare(a.digest, b.digest),
  );
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
