/** A stored message as a person reads it at a terminal. */
import PostalMime from 'postal-mime';
import { facts, printable } from './output.js';

/** @param raw the message as it was sent or came in */
export async function printMessage(raw: Uint8Array): Promise<string> {
  const { from, to = [], cc = [], date, subject, text, attachments } = await PostalMime.parse(raw);
  const names = (list: { address?: string }[]): string =>
    list.flatMap(({ address }) => address ?? []).join(', ');
  const head = facts([
    ['From', from?.address],
    ['To', names(to)],
    ['Copy', names(cc)],
    ['Date', date],
    ['Subject', subject],
    ['Attached', attachments.map(({ filename, mimeType }) => filename ?? mimeType).join(', ')],
  ]);
  return printable(`${head}\n\n${text?.trimEnd() ?? 'It has no plain text.'}`);
}

/** Bytes of a message in which its writer is looked for. */
const headSize = 64 * 1024;

/**
 * The address in `From`, read from the message's head alone: what follows may be large, or meant to be.
 *
 * @returns an empty text where there is none
 */
export async function writerOf(raw: Uint8Array): Promise<string> {
  const head = Buffer.from(raw.subarray(0, headSize)).toString('latin1');
  const end = head.search(/\r?\n\r?\n/);
  const parsed = await PostalMime.parse(Buffer.from(end < 0 ? head : head.slice(0, end), 'latin1')).catch(
    () => undefined,
  );
  return printable(parsed?.from?.address ?? '')
    .replace(/\s+/g, ' ')
    .slice(0, 100);
}
