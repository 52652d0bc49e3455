/** What a message holds: its text in the order in which it is read, its documents, and the parts that machines wrote. */
import { createHash } from 'node:crypto';
import { isOnlyEncrypted, unarmour } from './armour.js';
import { decodeText } from './charsets.js';
import { decodeWords } from './encoded-words.js';
import { joinFlowed } from './flowed.js';
import { readHead } from './head.js';
import { longestLine, longestText, mostLines } from './limits.js';
import { withFewMarks } from './marks.js';
import { safeName, shownName } from './names.js';
import { plainLines } from './one-line.js';
import { openEnvelope } from './smime.js';
import { unpackTnef } from './tnef.js';
import { decodeTransfer, isKnownEncoding } from './transfer.js';
import type { Part, Reading } from './tree.js';
import { fieldOf, readTree } from './tree.js';

/** A part that a machine wrote for machines: a report, a calendar reply, a letter within the letter. */
export interface MachinePart {
  type: string;
  parameters: Record<string, string>;
  content: Uint8Array;
}

export interface AttachedDocument {
  /** Made safe for a folder and a header. */
  name: string;
  /** As it was given, on one line. */
  shownName: string;
  declaredType: string;
  /** The exact bytes that were sent. */
  content: Uint8Array;
  /** Of the content, in hexadecimals. */
  sha256: string;
  /** A picture that belongs to the text, such as a signature's logo. */
  related: boolean;
}

/** Text that stands in one piece, between what is not text; both where it came in both ways. */
export interface Piece {
  text?: string;
  html?: string;
}

export interface Contents {
  pieces: Piece[];
  documents: AttachedDocument[];
  machineParts: MachinePart[];
  signed?: 's/mime' | 'openpgp';
  encrypted?: 's/mime' | 'openpgp';
}

/** Where a part stands among others. */
interface Place {
  depth: number;
  /** In a report (RFC 6522) a letter is what could not be delivered, and no document. */
  report?: boolean;
  /** In `multipart/related`, not its first part. */
  related?: boolean;
  /** One of several ways to say the same. */
  alternative?: boolean;
}

/** @throws TooMuch */
export function contentsOf(message: Part, reading: Reading): Contents {
  const gathering = new Gathering(reading);
  const pieces = gathering.read(message, { depth: 0 });
  return gathering.contents(pieces);
}

const machineTypes = new Set([
  'message/delivery-status',
  'message/global-delivery-status',
  'message/disposition-notification',
  'message/global-disposition-notification',
  'message/feedback-report',
  'message/rfc822',
  'message/global',
  'message/global-headers',
  'text/rfc822-headers',
  'text/calendar',
  'application/ics',
]);
const letterTypes = new Set(['message/rfc822', 'message/global']);
const bodyTypes = new Set(['text/plain', 'text/html', 'text/enriched', 'text/richtext', 'text/markdown']);
const signatureType = /^application\/(?:x-)?(?:pkcs7|pgp)-signature$/;
const envelopeType = /^application\/(?:x-)?pkcs7-mime$/;
const tnefType = /^application\/(?:vnd\.)?ms-tnef$/;

interface FoundDocument extends AttachedDocument {
  contentId?: string;
}

class Gathering {
  private readonly documents: FoundDocument[] = [];
  private readonly machineParts: MachinePart[] = [];
  private readonly html: string[] = [];
  private signed: Contents['signed'];
  private encrypted: Contents['encrypted'];
  /** Text found in a winmail.dat, for a letter that has no other. */
  private packed: Piece[] = [];

  constructor(private readonly reading: Reading) {}

  contents(pieces: Piece[]): Contents {
    const named = new Set(
      this.html.flatMap((html) => [...html.matchAll(/\bcid:([^"'\s<>)]{1,250})/gi)].map(([, id]) => id)),
    );
    return {
      pieces: pieces.some(saysSomething) ? pieces : [...pieces, ...this.packed],
      documents: this.documents.map(({ contentId, ...document }) => ({
        ...document,
        related: document.related || (contentId !== undefined && named.has(contentId)),
      })),
      machineParts: this.machineParts,
      ...(this.signed && { signed: this.signed }),
      ...(this.encrypted && { encrypted: this.encrypted }),
    };
  }

  /** Takes documents and machines' parts out of a part, and returns its text. */
  read(part: Part, place: Place): Piece[] {
    if (part.children.length === 0) return this.readLeaf(part, place);
    const within: Place = { ...place, depth: place.depth + 1, alternative: false };
    switch (part.type.value) {
      case 'multipart/alternative':
        return best(part.children.map((child) => this.read(child, { ...within, alternative: true })));
      case 'multipart/signed':
        this.signed ??= /pgp/i.test(
          part.type.parameters.get('protocol') ?? part.children[1]?.type.value ?? '',
        )
          ? 'openpgp'
          : 's/mime';
        break;
      case 'multipart/encrypted':
        this.encrypted ??= 'openpgp';
        return [];
      case 'multipart/related':
        return part.children.flatMap((child, i) => this.read(child, { ...within, related: i > 0 }));
      case 'multipart/report':
        within.report = true;
        break;
      case 'multipart/appledouble':
        // The first part is what only a Macintosh needs.
        return part.children.slice(1).flatMap((child) => this.read(child, within));
    }
    return part.children.flatMap((child) => this.read(child, within));
  }

  private readLeaf(part: Part, place: Place): Piece[] {
    const { type, disposition, encoding } = part;
    if (!isKnownEncoding(encoding))
      this.reading.defects.add('A part names a transfer encoding that is not known; it was read as it is.');
    if (signatureType.test(type.value)) return [];
    const name = disposition.parameters.get('filename') ?? type.parameters.get('name') ?? '';
    const attached = disposition.value === 'attachment';
    if (machineTypes.has(type.value)) {
      this.addMachinePart(part, name, attached, place);
      return [];
    }
    if (this.isText(part, name, attached, place)) return this.readText(part);
    const content = decodeTransfer(part.body, encoding);
    if (envelopeType.test(type.value) || /^smime\.p7m$/i.test(name))
      return this.open(part, name, content, place);
    if (type.value === 'application/pgp-encrypted') this.encrypted ??= 'openpgp';
    if ((tnefType.test(type.value) || /^winmail\.dat$/i.test(name)) && this.unpack(content)) return [];
    // Pages for one mail program only, beside the same in HTML.
    if (place.alternative && /^text\/(?:x-amp-html|watch-html)$/.test(type.value)) return [];
    const contentId = fieldOf(part.fields, 'content-id')?.trim().replace(/^<|>$/g, '');
    this.add(name, type.value, content, {
      ...(contentId && { contentId }),
      related: place.related === true && type.value.startsWith('image/'),
    });
    return [];
  }

  /** Text to be read, not a file: a named text is one when it is attached, or comes after the letter's text. */
  private isText({ type }: Part, name: string, attached: boolean, { depth, related }: Place): boolean {
    if (!bodyTypes.has(type.value)) return false;
    if (attached) return depth === 0 && name === '';
    return (name === '' && !related) || depth === 0 || (type.value !== 'text/markdown' && this.isFirst());
  }

  private texts = 0;
  private isFirst = (): boolean => this.texts === 0;

  private readText({ type, body, encoding }: Part): Piece[] {
    this.texts++;
    let bytes = decodeTransfer(body.subarray(0, 4 * longestText), encoding);
    const room = Math.min(longestText, this.reading.textLeft);
    if (bytes.length > room || body.length > 4 * longestText) {
      this.reading.defects.add('Its text is very long; only its beginning was read.');
      bytes = bytes.subarray(0, room);
    }
    this.reading.textLeft -= bytes.length;
    const decoded = decodeText(bytes, type.parameters.get('charset'));
    if (decoded.defect !== undefined) this.reading.defects.add(`Its text: ${decoded.defect}`);
    const lines = plainLines(decoded.text);
    if (type.value === 'text/html') {
      this.html.push(lines);
      return [{ html: lines }];
    }
    if (type.value === 'text/enriched' || type.value === 'text/richtext')
      return [{ text: lines.replace(/<[^<>]{0,100}>/g, '') }];
    const plain = unarmour(lines);
    if (plain.signed) this.signed ??= 'openpgp';
    if (plain.encrypted) {
      this.encrypted ??= 'openpgp';
      if (isOnlyEncrypted(plain.text)) return [];
    }
    const flowed = /^flowed$/i.test(type.parameters.get('format') ?? '');
    const text = flowed
      ? joinFlowed(plain.text, /^yes$/i.test(type.parameters.get('delsp') ?? ''))
      : plain.text;
    return [{ text: this.inLines(text) }];
  }

  /** So many lines, none of them endless. */
  private inLines(text: string): string {
    const long = new RegExp(`[^\\n]{${longestLine}}(?=[^\\n])`, 'g');
    const broken = text.replace(long, '$&\n');
    if (broken.length > text.length)
      this.reading.defects.add('Its text has endless lines; they were broken.');
    let at = -1;
    for (let lines = 0; lines < mostLines; lines++) {
      at = broken.indexOf('\n', at + 1);
      if (at < 0) return broken;
    }
    this.reading.defects.add(`Its text has very many lines; only the first ${mostLines} were read.`);
    return broken.slice(0, at);
  }

  private addMachinePart(part: Part, name: string, attached: boolean, place: Place): void {
    const type = part.type.value;
    const content = decodeTransfer(part.body, part.encoding);
    this.machineParts.push({ type, parameters: Object.fromEntries(part.type.parameters), content });
    if (place.report) return;
    if (letterTypes.has(type)) this.add(name || `${subjectOf(content) || 'letter'}.eml`, type, content);
    else if (attached || name !== '') this.add(name, type, content);
  }

  /** S/MIME in one part: what was signed is read in its place. */
  private open(part: Part, name: string, content: Buffer, place: Place): Piece[] {
    const envelope = openEnvelope(content, this.reading.inflatedLeft);
    if (envelope === 'encrypted') {
      this.encrypted ??= 's/mime';
      return [];
    }
    if (envelope === 'too-large') this.reading.inflatedLeft = 0;
    if (!envelope || envelope === 'too-large') {
      if (/enveloped/i.test(part.type.parameters.get('smime-type') ?? '')) this.encrypted ??= 's/mime';
      else this.reading.defects.add('Its S/MIME part could not be opened.');
      this.add(name || 'smime.p7m', part.type.value, content);
      return [];
    }
    if (envelope.signed) this.signed ??= 's/mime';
    else this.reading.inflatedLeft -= envelope.content.length;
    const depth = place.depth + 1;
    return this.read(readTree(envelope.content, this.reading, depth), { depth });
  }

  private unpack(content: Buffer): boolean {
    const packed = unpackTnef(content);
    if (!packed || (packed.broken && packed.documents.length === 0)) {
      this.reading.defects.add('Its winmail.dat could not be opened.');
      return false;
    }
    if (packed.broken)
      this.reading.defects.add('Its winmail.dat is broken; what could be read of it was taken out.');
    for (const { name, type, content: bytes, contentId } of packed.documents)
      this.add(name, type, bytes, { ...(contentId && { contentId }) });
    if (packed.text !== undefined) this.packed.push({ text: this.inLines(this.packedLines(packed.text)) });
    else if (packed.html !== undefined) this.packed.push({ html: this.packedLines(packed.html) });
    return true;
  }

  private packedLines(text: string): string {
    const read = text.slice(0, Math.min(longestText, this.reading.textLeft));
    this.reading.textLeft -= read.length;
    return plainLines(withFewMarks(read));
  }

  private add(
    given: string,
    declaredType: string,
    content: Buffer,
    { related = false, contentId }: { related?: boolean; contentId?: string } = {},
  ): void {
    this.documents.push({
      name: safeName(given, `document-${this.documents.length + 1}`),
      shownName: shownName(given),
      declaredType,
      content,
      sha256: createHash('sha256').update(content).digest('hex'),
      related,
      ...(contentId !== undefined && { contentId }),
    });
  }
}

function subjectOf(message: Buffer): string {
  try {
    return decodeWords(fieldOf(readHead(message).fields, 'subject') ?? '').slice(0, 60);
  } catch {
    return '';
  }
}

const saysSomething = ({ text = '', html = '' }: Piece): boolean => /[^\s\u00a0\u200b]/.test(text + html);

/** Longest text that only says where the letter is to be read. */
const longestPointer = 300;

/** `To view this message, use an HTML compatible e-mail viewer!` and its like, in any language. */
const pointsElsewhere = (text: string): boolean =>
  text.trim().length <= longestPointer && /\bhtml\b/i.test(text);

/**
 * Of several ways to say the same: plain text, since people wrote it as it stands, with the HTML beside it, whose
 * structure tells what is quoted; HTML alone where the plain text says nothing.
 */
function best(ways: Piece[][]): Piece[] {
  const saying = ways.filter((pieces) => pieces.some(saysSomething));
  const plain = saying.find((pieces) => pieces.every(({ text }) => text !== undefined));
  const rich = saying.findLast((pieces) => pieces.some(({ html }) => html !== undefined));
  if (!plain || (rich && plain.every(({ text = '' }) => pointsElsewhere(text))))
    return rich ?? saying[0] ?? [];
  const text = plain.map((piece) => piece.text).join('\n');
  const html = rich?.flatMap((piece) => piece.html ?? []).join('<br>');
  // Where the other way holds more than HTML, the plain text alone is sure to be whole.
  return [rich?.every((piece) => piece.html !== undefined) ? { text, html } : { text }];
}
