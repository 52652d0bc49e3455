/** A composed letter as the bytes of a message (RFC 5322), the same bytes for the same letter. */
import MailComposer from 'nodemailer/lib/mail-composer';
import type { LetterOrder } from '../../../domain/letter.js';
import type { Office } from '../../../domain/network.js';
import type { Composed } from './compose.js';
import { isMailAddress, oneLine } from './header-text.js';
import { renderInvitation } from './invitation.js';
import { renderHtml } from './render-html.js';
import { renderText } from './render-text.js';

export interface Enclosure {
  name: string;
  type: string;
  content: Uint8Array;
}

export interface MessageInput {
  order: LetterOrder;
  composed: Composed;
  messageId: string;
  /** The mailbox that letters come from. */
  fromAddress: string;
  /** With the letter's token. */
  replyTo: string;
  enclosures: Enclosure[];
}

const mailbox = (office: Office, name: string | undefined, address = office.address) => ({
  name: oneLine(name ?? office.title),
  address,
});

/** Sets the message: plain text and HTML, the calendar entry, the enclosures. Offices without a usable address are left out. */
export async function buildMessage(input: MessageInput): Promise<Buffer> {
  const { order, composed, messageId, fromAddress, replyTo, enclosures } = input;
  const { view, from } = composed;
  const named = (offices: Office[], names: string[]) =>
    offices.map((office, i) => mailbox(office, names[i])).filter(({ address }) => isMailAddress(address));
  const to = named(composed.to, view.to);
  const organizer = { name: view.letterhead.network, email: fromAddress };
  const composer = new MailComposer({
    from: mailbox(from, view.letterhead.office, fromAddress),
    to,
    cc: named(composed.copy, view.copy),
    replyTo,
    subject: view.subject,
    messageId,
    date: new Date(order.at),
    ...(order.inReplyTo && { inReplyTo: oneLine(order.inReplyTo), references: oneLine(order.inReplyTo) }),
    headers: {
      'X-ASCN-Letter': oneLine(order.number),
      'Content-Language': view.language,
      ...(order.automaticAnswer && { 'Auto-Submitted': 'auto-replied' }),
    },
    text: renderText(view),
    html: renderHtml(view),
    ...(order.invitation && {
      icalEvent: {
        method: 'REQUEST',
        filename: 'invite.ics',
        content: renderInvitation(
          order.invitation,
          organizer,
          to.map(({ name, address }) => ({ name, email: address })),
          order.at,
        ),
      },
    }),
    attachments: enclosures.map(({ name, type, content }) => ({
      filename: oneLine(name),
      contentType: type,
      content: Buffer.from(content),
    })),
    baseBoundary: messageId.replace(/[^A-Za-z0-9]/g, '').slice(0, 40),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
