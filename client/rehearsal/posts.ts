/** What the cast has posted: kept to compare it with what the mailroom made of it. */
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Beside } from './reactions.js';
import type { Way } from './script.js';

/** One letter of the cast. */
export interface Post {
  /** With its angle brackets. */
  messageId: string;
  /** An answer by its way; a promise; or what came beside the answers. */
  as: Way | 'acknowledgement' | Beside;
  office: string;
  /** Whether our letter that it is about asks anything; else nobody can be asked in the office's place. */
  asked: boolean;
  /** From an address that nobody knows. */
  privately: boolean;
  /** What it answers: requests, as `action-plan/da-nang`, with the fields' keys. None for a national clearance. */
  answers: { request: string; fields: string[] }[];
  /** What a person who reads it would enter, in lines of the form: for prose and scans. */
  transcript?: string;
  /** Of a correction: the one field, as it is meant. */
  corrected?: { field: string; to: string };
}

/** The posts of a rehearsal by their Message-IDs; one that is posted a second time is the same. */
export type Posts = Map<string, Post>;

export interface Mail {
  from: string;
  to: string;
  subject: string;
  text: string;
  inReplyTo: string;
  messageId: string;
  date: Date;
  headers?: Record<string, string>;
  attachments?: { filename: string; contentType: string; content: Buffer }[];
}

/** The bytes of a message, the same for the same mail. */
export const rawOf = ({ inReplyTo, ...mail }: Mail): Promise<Buffer> =>
  new MailComposer({
    ...mail,
    inReplyTo,
    references: inReplyTo,
    baseBoundary: mail.messageId.replace(/[^A-Za-z0-9]/g, '').slice(0, 40),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
