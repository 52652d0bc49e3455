import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerUses, LetterOutUses, LetterUses } from '../../client/audit/trace.js';
import { trace } from '../../client/audit/trace.js';
import { openRecord } from '../../client/audit/record.js';
import { keyFileBeside } from '../../domain/bundle.js';
import { ascnAudit } from './command-line.js';
import type { SmallYear } from './small-year.js';
import { openSmallYear } from './small-year.js';

let year: SmallYear;
beforeAll(async () => {
  year = await openSmallYear();
}, 120_000);
afterAll(() => year.close());

const asked = 'ASCN/2018/nomination/sg/1';

describe('a letter of ours', () => {
  test('leads to the letter that came in answer, whose bytes are as it says, and to what it was filed as', async () => {
    const { letter, answered } = (await trace(year.late.file, asked.toLowerCase())) as LetterOutUses;
    expect(letter).toMatchObject({ number: asked, to: ['ns-sg'], requests: ['nomination/sg'] });
    expect(answered).toHaveLength(1);
    const [came] = answered;
    expect(came!.letter).toMatchObject({ from: 'ns-sg', answersLetter: asked, outcome: 'submitted' });
    const record = await openRecord(year.late.file);
    const bytes = await record.document(came!.letter.document);
    record.close();
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(came!.letter.sha256);
    expect(bytes.toString()).toContain('Director, Smart Nation Office');
    expect(came!.answers).toMatchObject([
      { request: 'nomination/sg', versions: [{ version: 1, letters: [came!.letter.digest] }] },
    ]);
  });
});

describe('an answer', () => {
  test.each(['nomination/sg', 'sg/nomination', '2018/nomination/sg'])('is found as %s', async (typed) => {
    const { answer } = (await trace(year.late.file, typed)) as AnswerUses;
    // it left questions out, and nothing more came
    expect(answer).toMatchObject({ request: 'nomination/sg', state: 'lapsed', versions: [{ version: 1 }] });
    expect(answer.versions[0]!.missing.length).toBeGreaterThan(0);
    const [digest = ''] = answer.versions[0]!.letters;
    const back = (await trace(year.late.file, digest.slice(0, 12))) as LetterUses;
    expect(back.letter.digest).toBe(digest);
    expect(back.answers.map(({ request }) => request)).toEqual(['nomination/sg']);
  });

  test('that never came has no version', async () => {
    const { answer } = (await trace(year.late.file, 'nomination/vn')) as AnswerUses;
    expect(answer).toMatchObject({ state: 'lapsed', versions: [], papers: [] });
  });
});

const audit = (command: string, ...words: string[]) => ascnAudit(command, year.late.file, ...words);

describe('ascn audit document', () => {
  test('writes the letter that a trace names, as it came in', async () => {
    const { answered } = (await trace(year.late.file, asked)) as LetterOutUses;
    const { document, sha256 = '' } = answered[0]!.letter;
    const out = join(year.folder, 'letter.eml');
    const { code, printed } = await audit('document', document, '--out', out);
    expect([code, printed]).toEqual([0, expect.stringContaining(sha256)]);
    const bytes = readFileSync(out);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    expect(bytes.toString()).toContain('Director, Smart Nation Office');
    // nothing is overwritten
    const again = await audit('document', document, '--out', out);
    expect([again.code, again.complained]).toEqual([2, expect.stringMatching(/stands there already/)]);
  });

  test.each([
    ['letter.eml', /names no document; expected documents\/…/],
    ['000000000000', /There is no document “000000000000”/],
  ])('%s: says what is wrong, and writes nothing', async (what, sentence) => {
    const out = join(year.folder, 'nothing');
    const { code, complained } = await audit('document', what, '--out', out);
    expect([code, existsSync(out)]).toEqual([2, false]);
    expect(complained).toMatch(sentence);
  });
});

describe('ascn audit trace', () => {
  const run = (...words: string[]) => audit('trace', ...words);

  test('prints it in words for a screen of 100 columns, or as JSON', async () => {
    const { code, printed, complained } = await run('nomination/sg');
    expect([code, complained]).toEqual([0, '']);
    expect(printed).toMatch(/nomination\/sg\)?\n/);
    expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(JSON.parse((await run('nomination/sg', '--json')).printed)).toMatchObject({ kind: 'answer' });
  });

  test('without the keys it says which file is wanted', async () => {
    const alone = join(year.folder, 'alone.zip');
    await copyFile(year.late.file, alone);
    await expect(trace(alone, 'nomination/sg')).rejects.toThrow(
      /is encrypted, and no key file lies beside it; expected one named by --keys/,
    );
    const keys = keyFileBeside(year.late.file);
    expect(await trace(alone, 'nomination/sg', keys)).toMatchObject({ kind: 'answer' });
  });

  test.each([
    ['summit:3.4', /There is no paper “summit”\. The papers are:/],
    ['nomination/xx', /Nothing in this year is called nomination\/xx\. There are: .*nomination\/vn/],
    ['ASCN/2018/nomination/xx/1', /No letter with the number ASCN\/2018\/nomination\/xx\/1 left/],
    ['000000000000', /No letter that came in has a digest that begins with 000000000000/],
    ['the third line', /is none of what can be traced/],
  ])('%s: says what there is instead, and ends with 2', async (typed, sentence) => {
    const { code, printed, complained } = await run(typed);
    expect([code, printed]).toEqual([2, '']);
    expect(complained).toMatch(sentence);
  });
});
