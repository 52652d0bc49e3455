/** What comes from an office beside its answers: its word on one, a correction, and what its mail system sends by itself. */
import type { Office } from '../../../domain/network.js';
import type { IsoDate } from '../../../domain/time.js';
import { letter } from '../answers.js';
import { monthNames } from './in-line.js';

/** The office says that an answer from elsewhere is its own. */
export const confirmationOf = (office: Office): string =>
  signed(
    office,
    office.language === 'vi' ? 'Vâng, đây là câu trả lời của chúng tôi.' : 'Yes, this is our answer.',
  );

/** @param line of the form, as it should be */
export const correctionOf = (office: Office, line: string): string =>
  signed(
    office,
    office.language === 'vi' ? 'Chúng tôi xin sửa lại một mục:' : 'We have to correct one point:',
    '',
    line,
  );

const signed = (office: Office, ...body: string[]): string => `${letter(office, ...body)}\n${office.title}`;

/** How an absence is told: a subject, a text, and the headers of the program that sends it. */
export interface Absence {
  subject: string;
  text: string;
  headers: Record<string, string>;
}

/**
 * An automatic reply with the day of return.
 *
 * @param back the first day on which the office is there again
 * @param marked by headers (RFC 3834 and a vendor's own); without them the words alone say what it is
 */
export function absenceOf(
  office: Office,
  { subject, back, marked }: { subject: string; back: IsoDate; marked: boolean },
): Absence {
  const [year, month, day] = back.split('-').map(Number);
  const vi = office.language === 'vi';
  return {
    subject: vi ? `Trả lời tự động: ${subject}` : `Automatic reply: ${subject}`,
    text: vi
      ? `Tôi đang đi công tác và sẽ trở lại làm việc vào ngày ${day} tháng ${month} năm ${year}. Trong thời gian này tôi không thường xuyên kiểm tra email.`
      : `I am out of the office and will be back on ${day} ${monthNames[(month ?? 1) - 1]} ${year}, with no access to my mail until then.`,
    headers: marked ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } : {},
  };
}

/** What a mail server reports of a letter. */
export interface Undelivered {
  /** The envelope's sender of our letter, to whom the report goes. */
  to: string;
  recipient: string;
  /** Our letter as it was sent. */
  message: Uint8Array;
  messageId: string;
  date: Date;
}

/** A delivery report (RFC 3464) that a mailbox is not there, with the headers of our letter, as the bytes of a message. */
export function deliveryReport({ to, recipient, message, messageId, date }: Undelivered): Buffer {
  const server = `mx.${recipient.split('@')[1]}`;
  const refusal = '550 5.1.1 No such mailbox here';
  const head = Buffer.from(message).toString('latin1').split('\r\n\r\n')[0]!;
  const lines = [
    `From: Mail Delivery System <MAILER-DAEMON@${server}>`,
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${messageId}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="report"',
    '',
    '--report',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `This is the mail system at ${server}. Your message could not be delivered:`,
    '',
    `<${recipient}>: ${refusal}`,
    '',
    '--report',
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${server}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    `Diagnostic-Code: smtp; ${refusal}`,
    '',
    '--report',
    'Content-Type: text/rfc822-headers',
    '',
    head,
    '',
    '--report--',
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}
