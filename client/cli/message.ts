/** A stored message as a person reads it at a terminal. */
import PostalMime from 'postal-mime';
import { facts } from './output.js';

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
  return `${head}\n\n${text?.trimEnd() ?? 'It has no plain text.'}`;
}
