/** Looking into one message by itself: what it is and why, what the person wrote, what came with it. */
import { tokenIn } from '../../../domain/token.js';
import type { Bounce, Judgement } from '../../../domain/verdict.js';
import { verdictOf } from '../../../domain/verdict.js';
import type { Attachment, AttachmentPolicy } from '../../../domain/attachment.js';
import { languageOf } from '../../../domain/language-of.js';
import type { Phrases } from '../../../domain/verdict.js';
import type { Authentication } from './authentication.js';
import { authenticationOf } from './authentication.js';
import { factsOf } from './facts.js';
import { examineAttachments } from './attachments/examine.js';
import type { ParsedLetter } from './parse.js';
import { returnedHeaders } from './reports.js';

export interface Inspection {
  kind: Judgement['verdict'];
  bounce: { recipient: string; status: string; permanent: boolean } | null;
  /** What the person wrote, quote and signature removed. */
  text: string;
  quoted: string;
  attachments: Attachment[];
  authentication: Authentication | null;
  /** The token of our reply address, or the number of our letter, that it names. */
  reference: string | null;
  language: string | null;
  /** From 0 to 1. */
  confidence: number;
  reason: string;
}

/** What is said of a message that could not be read. */
export const uninspected = (refused: string): Inspection => ({
  kind: 'not-ours',
  bounce: null,
  text: '',
  quoted: '',
  attachments: [],
  authentication: null,
  reference: null,
  language: null,
  confidence: 1,
  reason: refused,
});

/** Judges a letter without a network: to whom it belongs is not asked. */
export async function inspectLetter(
  letter: ParsedLetter,
  phrases: Phrases,
  policy: AttachmentPolicy,
): Promise<Inspection> {
  const { verdict, bounce, confidence, reason } = verdictOf(factsOf(letter, dayOf(letter)), phrases);
  return {
    kind: verdict,
    bounce:
      verdict === 'bounce' && bounce
        ? { recipient: bounce.recipient, status: bounce.status, permanent: bounce.permanent }
        : null,
    text: letter.text,
    quoted: letter.quoted,
    attachments: await examineAttachments(letter.documents, policy),
    authentication: authenticationOf(letter.allHeaders),
    reference: referenceIn(letter),
    language: languageOf(letter.text) ?? null,
    confidence,
    reason: [reason, ...saidBy(bounce), ...letter.defects, ...closedTo(letter)].join(' '),
  };
}

/** What the mail server says, in its words. */
const saidBy = (bounce: Bounce | undefined): string[] => (bounce?.words ? [`It says: ${bounce.words}`] : []);

/** The day that the message names; today for one that names none. */
function dayOf({ headers }: ParsedLetter): string {
  const sent = Date.parse((headers.get('date') ?? '').slice(0, 100));
  return new Date(Number.isNaN(sent) ? Date.now() : sent).toISOString().slice(0, 10);
}

/** Characters of a text in which a number of ours is looked for. */
const referenceSample = 200_000;

function referenceIn(letter: ParsedLetter): string | null {
  const { headers, machineParts, to } = letter;
  const delivered = ['delivered-to', 'x-original-to', 'envelope-to'].map((name) => headers.get(name) ?? '');
  const returned = returnedHeaders(machineParts).get('reply-to') ?? '';
  const token = [...to, ...delivered, returned].map(tokenIn).find((each) => each !== undefined);
  if (token !== undefined) return token;
  for (const text of [letter.text, letter.quoted, letter.signature]) {
    const number = /\bASCN\/\d{4}\/[a-z0-9-]{1,60}(?:\/[a-z0-9-]{1,60}){1,4}/i.exec(
      text.slice(0, referenceSample),
    );
    if (number) return number[0];
  }
  return null;
}

const closedTo = ({ encrypted }: ParsedLetter): string[] =>
  encrypted === undefined ? [] : [`It is encrypted (${encrypted}), so that it cannot be read here.`];
