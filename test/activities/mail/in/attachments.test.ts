import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { examineAttachments } from '../../../../activities/mail/in/attachments/examine.js';
import { loadAttachmentPolicy } from '../../../../activities/mail/in/attachments/policy.js';
import type { AttachmentPolicy } from '../../../../domain/attachment.js';

let policy: AttachmentPolicy;
beforeAll(async () => {
  policy = await loadAttachmentPolicy(join(import.meta.dirname, '../../../../data'));
});

const bytes = (text: string) => Buffer.from(text, 'latin1');
const given = (name: string, content: Uint8Array) => ({
  name,
  shownName: name,
  declaredType: 'application/octet-stream',
  content,
  sha256: createHash('sha256').update(content).digest('hex'),
  related: false,
});
const examine = async (name: string, content: Uint8Array, rules = policy) =>
  (await examineAttachments([given(name, content)], rules))[0]!;

const contentTypes = (main: string) =>
  bytes(
    `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`,
  );
const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const word = (more: Record<string, Uint8Array> = {}) =>
  zipSync({
    '[Content_Types].xml': contentTypes(`${wordType}.main+xml`),
    'word/document.xml': bytes('<w:document/>'),
    ...more,
  });
const pdf = (trailer = '') => bytes(`%PDF-1.7\n1 0 obj <<>> endobj\ntrailer << ${trailer} >>\n%%EOF`);
const compound = (...names: string[]) =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(1016),
    ...names.map((name) => Buffer.from(name, 'utf16le')),
    Buffer.alloc(512),
  ]);
/** The same archive with the bit set that says that its entries are encrypted. */
const encrypted = (zip: Uint8Array) => {
  const copy = Buffer.from(zip);
  for (let at = copy.indexOf('PK\x01\x02'); at >= 0; at = copy.indexOf('PK\x01\x02', at + 1))
    copy[at + 8]! |= 1;
  return copy;
};

describe('an attachment is taken for what it is, not for what it is called', () => {
  test.each([
    ['answer.docx', () => word(), wordType],
    ['answer.doc', () => word(), wordType],
    ['scan.pdf', () => pdf(), 'application/pdf'],
    ['scan', () => pdf(), 'application/pdf'],
    ['projects.csv', () => bytes('Project,Cost\nBuses,5\n'), 'text/csv'],
    ['notes.txt', () => bytes('Da Nang\n'), 'text/plain'],
    ['old.doc', () => compound('WordDocument'), 'application/x-cfb'],
    ['photos.zip', () => zipSync({ 'a.jpg': bytes('x') }), 'application/zip'],
  ])('%s', async (name, content, type) => {
    const file = content();
    expect(await examine(name, file)).toEqual({
      name,
      type,
      bytes: file.length,
      sha256: createHash('sha256').update(file).digest('hex'),
      verdict: 'accepted',
    });
  });

  test.each([
    ['programme.pdf', () => bytes('MZ\x90\x00\x03\x00\x00\x00\x04\x00'), 'kind'],
    ['answer.pdf.exe', () => pdf(), 'kind'],
    ['answer.exe. ', () => pdf(), 'kind'],
    ['page.txt', () => bytes('<html><script>alert(1)</script></html>'), 'kind'],
    ['unknown.bin', () => Buffer.from([1, 2, 3, 0, 4]), 'kind'],
  ])('%s, which is not taken', async (name, content, fault) => {
    expect(await examine(name, content())).toMatchObject({ verdict: 'refused', fault });
  });
});

describe('what could act, or nobody can look into, waits for a person', () => {
  test.each([
    ['macros.docx', () => word({ 'word/vbaProject.bin': bytes('x') }), 'macros'],
    ['macros.doc', () => compound('WordDocument', 'Macros', '_VBA_PROJECT'), 'macros'],
    ['locked.docx', () => compound('EncryptedPackage'), 'encrypted'],
    ['locked.zip', () => encrypted(zipSync({ 'a.txt': bytes('x') })), 'encrypted'],
    ['locked.pdf', () => pdf('/Root 1 0 R /Encrypt 5 0 R'), 'encrypted'],
  ])('%s', async (name, content, fault) => {
    expect(await examine(name, content())).toMatchObject({ verdict: 'kept-aside', fault });
  });

  test('a workbook under a password, as Excel wrote it before 2007', async () => {
    const book = Buffer.alloc(1536);
    Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(book);
    book.writeUInt16LE(0x0809, 512);
    book.writeUInt16LE(16, 514);
    book.writeUInt16LE(0x002f, 532);
    expect(await examine('costs.xls', book)).toMatchObject({ fault: 'encrypted' });
  });
});

describe('archives are opened only to list them', () => {
  const nested = (depth: number): Uint8Array =>
    depth === 0 ? bytes('x') : zipSync({ [depth === 1 ? 'a.txt' : 'inner.zip']: nested(depth - 1) });

  test('as deep as the policy allows', async () => {
    expect(await examine('two.zip', nested(2))).toMatchObject({ verdict: 'accepted' });
    expect(await examine('three.zip', nested(3))).toMatchObject({ fault: 'archive-too-deep' });
  });

  test('and no archive is taken that holds what is not', async () => {
    expect(await examine('a.zip', zipSync({ 'run.exe': bytes('MZ') }))).toMatchObject({
      verdict: 'refused',
      fault: 'archive-holds-refused',
    });
    const inner = zipSync({ 'in.zip': zipSync({ 'run.js': bytes('x') }) });
    expect(await examine('b.zip', inner)).toMatchObject({ fault: 'archive-holds-refused' });
  });

  test('one that unpacks to far more than it is, or holds too many entries, is refused', async () => {
    const bomb = zipSync({ 'zeros.txt': new Uint8Array(3_000_000) }, { level: 9 });
    expect(await examine('bomb.zip', bomb)).toMatchObject({ fault: 'archive-too-large' });
    const many = zipSync(Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`${i}.txt`, bytes('x')])));
    expect(await examine('many.zip', many)).toMatchObject({ fault: 'archive-too-large' });
  });

  test('one that is damaged is refused in words', async () => {
    const whole = zipSync({ 'a.txt': bytes('some text') });
    expect(await examine('cut.zip', whole.subarray(0, 40))).toMatchObject({ fault: 'archive-unreadable' });
  });
});

test('what is too large, or one too many, is refused, and the others count', async () => {
  const small = { ...policy, largest: 100, most: 2 };
  expect(await examine('long.txt', Buffer.alloc(101, 'a'), small)).toMatchObject({ fault: 'too-large' });
  const three = [1, 2, 3].map((n) => given(`${n}.txt`, bytes('x')));
  expect((await examineAttachments(three, small)).map(({ verdict }) => verdict)).toEqual([
    'accepted',
    'accepted',
    'refused',
  ]);
});

test('no content makes it throw, whatever it begins with', async () => {
  const beginnings = [
    pdf(),
    word(),
    compound('WordDocument'),
    zipSync({ 'a.txt': bytes('x') }),
    Buffer.alloc(0),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...beginnings),
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(2000),
      fc.string(),
      async (beginning, noise, cut, name) => {
        const content = Buffer.concat([beginning.subarray(0, cut), noise]);
        expect(['accepted', 'kept-aside', 'refused']).toContain((await examine(name, content)).verdict);
      },
    ),
    { numRuns: 300 },
  );
});
