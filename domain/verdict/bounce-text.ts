/** What a notice of a mail server says in words: whom it did not reach, and with which words of the server. */
import type { BounceWords } from './phrases.js';
import { plainWords } from './wording.js';

export interface BounceText {
  /** The server's own words, without the letter that it returns. */
  said: string;
  /** The letter that it returns, as far as the text holds it. */
  returned: string;
}

/** Lines and characters of a notice that are looked at. */
const mostLines = 400;
const longestLine = 500;

/** Headers that a returned letter begins with. */
const returnedHeader = /^ {0,3}(?:Return-Path: |Received: (?:from|by|\()|X-Envelope-To: |Delivered-To: )/;

/** Parts the words of the server from the letter that it returns. */
export function partsOfNotice(text: string, { cuts }: Pick<BounceWords, 'cuts'>): BounceText {
  const lines = text.replace(/\r\n?/g, '\n').split('\n', mostLines);
  let written = 0;
  const cut = lines.findIndex((line) => {
    if (line.trim() === '') return false;
    written++;
    if (written < 2) return false;
    if (returnedHeader.test(line)) return true;
    if (line.length > 160) return false;
    const words = plainWords(line.replace(/^[\s\-=*_>#|~+.]+/, ''));
    return cuts.some((each) => words.startsWith(each));
  });
  const end = cut < 0 ? lines.length : cut;
  const short = lines.map((line) => line.slice(0, longestLine));
  return { said: short.slice(0, end).join('\n'), returned: short.slice(end).join('\n') };
}

const address = /[^\s<>()"',;:=[\]|\\`{}]{1,64}@[\p{L}\p{N}][\p{L}\p{N}.-]{0,252}[\p{L}\p{N}]/gu;

/** All mail addresses of a line, as they are written. */
export const addressesIn = (line: string): string[] =>
  [...line.slice(0, longestLine).matchAll(address)].map(([found]) => found.replace(/^[.*>~-]+(?=.)/, ''));

export interface Named {
  recipient: string;
  /** The words that follow the address, to the next one. */
  diagnostic: string;
  /** How plainly the notice names it, from 1. */
  weight: number;
}

/** Words beside an address that is not the one that was not reached. */
const otherAddress =
  /\b(?:from|sender|message-id|contact|support|helpdesk|questions|reply-to|https?|mail from|abuse|return-path|by postmaster|please forward|for assistance)\b/i;
const recipientWords =
  /\b(?:to|recipient|address|mailbox|user|account|deliver|deliver(?:y|ed|ing)|failed|destinataire|empfänger|destinatario|destinatário)\b|收件人|宛先|받는/i;

/**
 * The addresses that a notice says were not reached, the plainest first.
 *
 * @param others addresses that take part otherwise: who writes the notice, whom it is written to; in small letters
 */
export function namedIn(said: string, others: ReadonlySet<string>): Named[] {
  const lines = said.split('\n');
  const found = lines.flatMap((line, at) =>
    addressesIn(line).map((recipient) => ({
      recipient,
      at,
      weight: weightOf(line, recipient, lines[at - 1]),
    })),
  );
  const plain = found.filter(
    ({ recipient, weight }) => weight > 0 && !others.has(recipient.toLowerCase()) && !isDaemon(recipient),
  );
  const heads = plain.filter(({ weight }) => weight >= 5);
  const named = plain.map(({ recipient, at, weight }): Named => {
    const next = heads.find(
      (each) => each.at > at && each.recipient.toLowerCase() !== recipient.toLowerCase(),
    );
    return { recipient, weight, diagnostic: lines.slice(at, next?.at).join('\n') };
  });
  return named.sort((a, b) => b.weight - a.weight);
}

const isDaemon = (recipient: string): boolean =>
  /^(?:mailer-daemon|postmaster|mail-daemon|abuse)@/i.test(recipient);

function weightOf(line: string, recipient: string, before = ''): number {
  const rest = line.replace(recipient, '@').trim();
  if (/rcpt to/i.test(line)) return 6;
  if (/^(?:final|original)-recipient/i.test(rest)) return 7;
  if (otherAddress.test(rest)) return /^<@>|^@\b/.test(rest) ? 4 : 0;
  if (/^[<"'[(]?(?:mailto:|smtp:)?@[>"'\])]?[:.]?$/.test(rest)) return 6;
  if (/^<(?:mailto:)?@>/.test(rest)) return 6;
  if (/^["'>* -]{0,6}<?@>?(?:\s*[:(<.,]|$)/.test(rest)) return 5;
  if (/^@\s/.test(rest)) return 4;
  if (/smtp=@|rfc822;\s*@/i.test(rest)) return 5;
  return recipientWords.test(rest) || recipientWords.test(before) ? 3 : 1;
}
