import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { networkAsked } from '../../../../../activities/mail/in/judge-answers.js';
import { loadNetwork } from '../../../../../activities/network/load.js';
import type { TokenEntry } from '../../../../../domain/token.js';
import { parsed } from '../../../../setup/letters.js';
import { createReader } from '../../../../../activities/mail/in/reading/reader.js';
import { hostile } from '../../../../../bench/mail/hostile.js';
import { message, multipart } from './message.js';

const reader = createReader('data');
afterAll(() => reader.close());

test('a letter read in a thread is the letter, and the raw message stays as it was', async () => {
  const raw = multipart('mixed', [
    'Content-Type: text/plain\r\n\r\nVision: Own',
    'Content-Type: application/pdf; name=plan.pdf\r\n\r\npdf',
    'Content-Type: message/rfc822\r\n\r\nSubject: Plan\r\n\r\nx',
  ]);
  const before = Buffer.from(raw);
  const letter = await reader.readLetter(raw);
  expect(raw.equals(before)).toBe(true);
  const { documents, machineParts, ...rest } = parsed(raw);
  expect(letter).toMatchObject(rest);
  expect(letter).toMatchObject({
    documents: documents.map((each) => ({ ...each, content: new Uint8Array(each.content) })),
    machineParts: machineParts.map((each) => ({ ...each, content: new Uint8Array(each.content) })),
  });
});

test('an ordinary letter of 25 MB is read', async () => {
  const base64 = Buffer.alloc(18_000_000, 'plan').toString('base64').replace(/.{76}/g, '$&\r\n');
  const raw = multipart('mixed', [
    'Content-Type: text/plain\r\n\r\nSee the plan.',
    `Content-Type: application/pdf; name=plan.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64}`,
  ]);
  const letter = await reader.readLetter(raw);
  expect(letter).toMatchObject({ text: 'See the plan.', documents: [{ name: 'plan.pdf' }] });
  expect('documents' in letter && letter.documents[0]?.content.byteLength).toBe(18_000_000);
});

describe('a hostile message is read as far as it goes or refused with a sentence, and the next one is read', () => {
  test.each(Object.keys(hostile))('%s', async (name) => {
    const made = hostile[name]!();
    const letters = await Promise.all([
      reader.readLetter(typeof made === 'string' ? Buffer.from(made) : made),
      reader.readLetter(message(['From: a@b.example'], 'Vision: Own')),
    ]);
    if ('refused' in letters[0]) expect(letters[0].refused).toMatch(/^[A-Z].*\.$/);
    expect(letters[1]).toMatchObject({ text: 'Vision: Own' });
  });
});

test('answers that take too long are refused with a sentence, and the next ones are read', async () => {
  const network = await loadNetwork('data', '2018-01-01');
  const entry: TokenEntry = {
    ...{ network: 'ascn', cycle: 2018, letter: 'ASCN/2018/action-plan/da-nang/1', from: 'secretariat-sg' },
    ...{ office: 'csco-da-nang', form: 'action-plan', language: 'en', networkDocument: '' },
    answers: [{ request: 'ascn/cycle/2018/action-plan/da-nang', as: 'answer' }],
  };
  const asked = { entry, network: networkAsked(network, entry) };
  const nothing = { text: '', between: '', signature: '', quoted: '', documents: [] };
  const rows = Array.from({ length: 100_000 }, (_, i) => [`Visoin ${i}`.repeat(20), 'x']);
  const [hostile, plain] = await Promise.all([
    reader.readAnswers({
      ...{ ...asked, ...nothing, text: 'City: x\n'.repeat(200_000) },
      documents: [{ name: 'a.xlsx', read: { source: 'sheet', blocks: [{ rows }] } }],
    }),
    reader.readAnswers({ ...asked, ...nothing, text: 'Vision: Own' }),
  ]);
  if ('refused' in hostile) expect(hostile.refused).toMatch(/^[A-Z].*\.$/);
  else expect(hostile.unplaced.length).toBeLessThan(20);
  expect(plain).toMatchObject({ read: [{ answer: { fields: { vision: 'Own' } } }], unplaced: [] });
});

test('what is read when the reader is closed is refused, as is what comes after', async () => {
  const other = createReader('data');
  const [first] = await Promise.all([other.readLetter(message([], 'x')), other.close()]);
  expect(first).toHaveProperty('refused');
  expect(await other.readLetter(message([], 'x'))).toHaveProperty('refused');
});

test('a file that is none is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ascn-reader-'));
  writeFileSync(join(folder, 'a.eml'), message(['From: a@b.example'], 'Vision: Own'));
  expect(await reader.inspectFile(join(folder, 'a.eml'))).toMatchObject({
    kind: 'answer',
    text: 'Vision: Own',
  });
  expect(await reader.inspectFile(folder)).toHaveProperty('refused');
  expect(await reader.inspectFile(join(folder, 'none.eml'))).toHaveProperty('refused');
});

describe('no message makes reading fail, but by a sentence of its limits', () => {
  const readable = async (raw: Uint8Array): Promise<void> => {
    const letter = await Promise.resolve()
      .then(() => parsed(raw))
      .catch((error: Error) => {
        if (error.constructor.name !== 'TooMuch') throw error;
      });

    const control = /[\0-\x1f\x7f-\x9f\u202a-\u202e]/;
    if (!letter) return;
    for (const value of [letter.subject, letter.from, letter.fromName, letter.messageId, ...letter.to])
      expect(value ?? '').not.toMatch(control);
    for (const { name, value } of letter.allHeaders) expect(name + value).not.toMatch(control);
    for (const { name, shownName } of letter.documents) expect(name + shownName).not.toMatch(control);
  };

  test('of random bytes', () =>
    fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), readable), { numRuns: 300 }));

  const pieces = [
    'From: ',
    'To: ',
    'Subject: ',
    'Content-Type: ',
    'Content-Disposition: attachment; ',
    'Content-Transfer-Encoding: ',
    'multipart/mixed; boundary=',
    'multipart/alternative; boundary=',
    'multipart/related; boundary=',
    'multipart/signed; boundary=',
    'multipart/report; boundary=',
    'text/plain; ',
    'text/html; ',
    'message/rfc822',
    'application/ms-tnef',
    'application/pkcs7-mime',
    'charset=',
    'utf-8',
    'gb18030',
    'utf-7',
    'x',
    '"x"',
    '--x',
    '--x--',
    '\r\n',
    '\r\n\r\n',
    '\n',
    '\r',
    ' ',
    'base64',
    'quoted-printable',
    'filename=',
    "filename*0*=utf-8''",
    '=?utf-8?q?',
    '=?b?b?',
    '?=',
    '=0D=0A',
    '%0d%0a',
    '<',
    '>',
    '"',
    '(',
    ')',
    ',',
    ';',
    ':',
    '@',
    'a@b.example',
    '\0',
    '\x1b$B',
    '\u202e',
    'é',
    'Kế',
    '\ud83d\ude00',
    'format=flowed; delsp=yes',
    '-----BEGIN PGP SIGNED MESSAGE-----\n',
    'begin 644 a\n',
  ];
  test('of pieces of messages in any order', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (parts) =>
        readable(Buffer.from(parts.join(''))),
      ),
      { numRuns: 2000 },
    ));

  const whole = multipart('mixed', [
    'Content-Type: multipart/alternative; boundary=y\r\n\r\n--y\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nK=E1=BA=BF ho=E1=BA=A1ch\r\n--y\r\nContent-Type: text/html\r\n\r\n<p>Vision</p>\r\n--y--',
    "Content-Type: application/pdf; name*=utf-8''K%E1%BA%BF.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=",
    'Content-Type: message/rfc822\r\n\r\nSubject: =?utf-8?q?x?=\r\n\r\nx',
  ]);
  test('of a letter with some bytes altered', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 20 }),
        fc.nat(whole.length),
        async (changes, end) => {
          const raw = Buffer.from(whole);
          for (const [at, value] of changes) raw[at] = value;
          await readable(raw.subarray(0, end || whole.length));
        },
      ),
      { numRuns: 1000 },
    ));
});
