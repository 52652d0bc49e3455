/** Delivery reports (RFC 3464), and the letter of ours that they return. */
import type { DeliveryReport } from '../../../domain/verdict.js';
import type { MachinePart } from './reading/contents.js';
import { readHead } from './reading/head.js';
import { decodeWords } from './reading/encoded-words.js';

/** The reports of a letter, one for each recipient; none where it is not a report. */
export const reportsIn = (parts: readonly MachinePart[]): DeliveryReport[] =>
  parts.filter(({ type }) => type === 'message/delivery-status').flatMap((each) => readReport(textOf(each)));

/** The headers of the letter that a report returns, whole or headers only; empty where there is none. */
export function returnedHeaders(parts: readonly MachinePart[]): Map<string, string> {
  const returned = parts.find(({ type }) => type === 'message/rfc822' || type === 'text/rfc822-headers');
  if (!returned) return new Map();
  const { fields } = readHead(Buffer.from(returned.content.slice(0, 100_000)));
  return new Map(fields.map(({ name, value }): [string, string] => [name, decodeWords(value)]));
}

const textOf = ({ content }: MachinePart): string => Buffer.from(content).toString('utf8');
function readReport(text: string): DeliveryReport[] {
  const groups = text
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split(/\n{2,}/);
  return groups.flatMap((group) => {
    const fields = new Map(
      group.split('\n').map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    const recipient = fields.get('final-recipient') ?? fields.get('original-recipient');
    const action = fields.get('action');
    if (!recipient || !action) return [];
    return [
      {
        recipient: withoutType(recipient).replace(/[<>]/g, ''),
        action: action.toLowerCase(),
        status: /\d\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? '',
        diagnostic: withoutType(fields.get('diagnostic-code') ?? ''),
      },
    ];
  });
}

/** `rfc822; office@city.example` and `smtp; 550 …` without their first word. */
const withoutType = (value: string): string => value.slice(value.indexOf(';') + 1).trim();
