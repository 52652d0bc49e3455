/** Looking into one message by itself: what it is and why, what the person wrote, what came with it. */
import { fileTypeFromBuffer } from 'file-type';
import { tokenIn } from '../../../domain/token.js';
import type { Judgement } from '../../../domain/verdict.js';
import { failureIn, isPermanent, verdictOf } from '../../../domain/verdict.js';
import type { Authentication } from './authentication.js';
import { authenticationOf } from './authentication.js';
import { factsOf } from './facts.js';
import { reportsIn, returnedHeaders } from './parse-report.js';
import type { AttachedDocument, ParsedLetter } from './parse.js';

/** Kinds as an operator reads them. */
type Kind = Exclude<Judgement['verdict'], 'automatic-reply'> | 'auto-reply';

export interface Inspection {
  kind: Kind;
  bounce: { recipient: string; status: string; permanent: boolean } | null;
  /** What the person wrote, quote and signature removed. */
  text: string;
  quoted: string;
  attachments: {
    name: string;
    /** By its content; as it was declared where that tells nothing. */
    type: string;
    bytes: number;
    sha256: string;
    verdict: string;
  }[];
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
export async function inspectLetter(letter: ParsedLetter): Promise<Inspection> {
  const judgement = verdictOf(factsOf(letter, dayOf(letter)));
  const failure = judgement.verdict === 'bounce' ? failureIn(reportsIn(letter.machineParts)) : undefined;
  const attachments: Inspection['attachments'] = [];
  for (const each of letter.documents)
    attachments.push({
      name: each.name,
      type: await typeOf(each),
      bytes: each.content.byteLength,
      sha256: each.sha256,
      verdict: 'accepted',
    });
  return {
    kind: judgement.verdict === 'automatic-reply' ? 'auto-reply' : judgement.verdict,
    bounce: failure
      ? { recipient: failure.recipient, status: failure.status, permanent: isPermanent(failure) }
      : null,
    text: letter.text,
    quoted: letter.quoted,
    attachments,
    authentication: authenticationOf(letter.allHeaders),
    reference: referenceIn(letter),
    language: languageOf(letter.text),
    confidence: 1,
    reason: [judgement.reason, ...letter.defects, ...closedTo(letter)].join(' '),
  };
}

/** Bytes in which the type of a document is looked for; only archives are read further, to tell what they are for. */
const typeSample = 1024 * 1024;

async function typeOf({ content, declaredType }: AttachedDocument): Promise<string> {
  const found = await fileTypeFromBuffer(content.subarray(0, typeSample)).catch(() => undefined);
  return found?.mime ?? declaredType;
}

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

/** Letters that only Vietnamese has. */
const vietnamese = /[đơưăạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/iu;

const languageOf = (text: string): string | null =>
  vietnamese.test(text) ? 'vi' : /\b(?:the|and|of|to|we|is|for)\b/i.test(text) ? 'en' : null;

const closedTo = ({ encrypted }: ParsedLetter): string[] =>
  encrypted === undefined ? [] : [`It is encrypted (${encrypted}), so that it cannot be read here.`];
