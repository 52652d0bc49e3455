import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsed } from '../../../../setup/letters.js';
import { unpackTnef } from '../../../../../activities/mail/in/reading/tnef.js';
import { multipart } from './message.js';

const u16 = (value: number): Buffer => Buffer.from(Uint16Array.of(value).buffer);
const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

const attribute = (id: number, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from([id === 0x00069003 ? 1 : 2]), u32(id), u32(data.length), data, u16(0)]);
const property = (type: number, id: number, value: Buffer): Buffer =>
  Buffer.concat([u16(type), u16(id), u32(1), u32(value.length), padded(value)]);
const unicode = (id: number, text: string): Buffer => property(0x1f, id, Buffer.from(`${text}\0`, 'utf16le'));
const properties = (...all: Buffer[]): Buffer => Buffer.concat([u32(all.length), ...all]);
const tnef = (...attributes: Buffer[]): Buffer => Buffer.concat([u32(0x223e9f78), u16(1), ...attributes]);

const content = Buffer.from('%PDF-1.4 the plan');
const attached = (name: string, bytes = content): Buffer[] => [
  attribute(0x00069002, Buffer.alloc(14)),
  attribute(0x00018010, Buffer.from('KEHOAC~1.PDF\0')),
  attribute(0x0006800f, bytes),
  attribute(
    0x00069005,
    properties(
      Buffer.concat([u16(0x03), u16(0x3705), u32(1)]),
      Buffer.concat([
        u16(0x1003),
        u16(0x8001),
        Buffer.alloc(16),
        u32(1),
        u32(4),
        Buffer.from('n\0\0\0'),
        u32(2),
        u32(1),
        u32(2),
      ]),
      unicode(0x3707, name),
      unicode(0x370e, 'application/pdf'),
    ),
  ),
];
const part = (bytes: Buffer): string =>
  `Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}`;

describe('winmail.dat', () => {
  test('gives its documents, with their long names', () => {
    const letter = parsed(
      multipart('mixed', [
        'Content-Type: text/plain\r\n\r\nSee the plan.',
        part(tnef(...attached('Kế hoạch.pdf'), ...attached('b.pdf', Buffer.from('b')))),
      ]),
    );
    expect(letter.text).toBe('See the plan.');
    expect(letter.documents).toMatchObject([
      {
        name: 'Kế hoạch.pdf',
        declaredType: 'application/pdf',
        sha256: createHash('sha256').update(content).digest('hex'),
      },
      { name: 'b.pdf' },
    ]);
    expect(letter.defects).toEqual([]);
  });

  test('gives the text where the letter has no other, also from compressed RTF', () => {
    const page = tnef(attribute(0x00069003, properties(unicode(0x1000, 'Vision: Ô\r\n'))));
    expect(parsed(multipart('mixed', ['Content-Type: text/plain\r\n\r\n', part(page)]))).toMatchObject({
      text: 'Vision: Ô',
    });
    // Two literals, then the word “rtf1” from the window that every stream begins with.
    const rtf =
      "{\\rtf1\\ansi\\ansicpg1252 {\\fonttbl none;}Vision: \\u212\\'d4wn\\par{\\*\\htmltag <p>}Plan period: 2018}";
    const stored = Buffer.concat([
      u32(rtf.length + 12),
      u32(rtf.length),
      u32(0x414c454d),
      u32(0),
      Buffer.from(rtf),
    ]);
    const rich = tnef(attribute(0x00069003, properties(property(0x102, 0x1009, stored))));
    expect(parsed(multipart('mixed', [part(rich)]))).toMatchObject({
      text: 'Vision: Ôwn\nPlan period: 2018',
    });
  });

  test('that is none is kept as a document', () => {
    const { documents, defects } = parsed(multipart('mixed', [part(Buffer.from('nothing of the kind'))]));
    expect(documents).toMatchObject([{ name: 'winmail.dat' }]);
    expect(defects.join(' ')).toContain('winmail.dat');
  });

  test('that is cut off or altered never fails', () => {
    const whole = tnef(
      ...attached('Kế hoạch.pdf'),
      attribute(0x00069003, properties(unicode(0x1000, 'Vision'))),
    );
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
        (cut, changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          unpackTnef(bytes.subarray(0, cut));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
