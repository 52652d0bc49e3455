/** Delivery reports (RFC 3464), and the letter of ours that they return. */
import type { Attachment } from 'postal-mime';
import PostalMime from 'postal-mime';
import type { DeliveryReport } from '../../../domain/verdict.js';

/** The reports of a letter, one for each recipient; none where it is not a report. */
export const reportsIn = (attachments: readonly Attachment[]): DeliveryReport[] =>
  attachments
    .filter(({ mimeType }) => mimeType === 'message/delivery-status')
    .flatMap((each) => readReport(textOf(each)));

/** The headers of the letter that a report returns, whole or headers only; empty where there is none. */
export async function returnedHeaders(attachments: readonly Attachment[]): Promise<Map<string, string>> {
  const returned = attachments.find(
    ({ mimeType }) => mimeType === 'message/rfc822' || mimeType === 'text/rfc822-headers',
  );
  if (!returned) return new Map();
  const { headers } = await PostalMime.parse(textOf(returned), { forceRfc822Attachments: true });
  return new Map(headers.map(({ key, value }): [string, string] => [key, value]));
}

const textOf = ({ content }: Attachment): string =>
  typeof content === 'string'
    ? content
    : Buffer.from(content instanceof ArrayBuffer ? new Uint8Array(content) : content).toString('utf8');

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
