/** Messages of `test/mail/verdict/`, each with what it is in `expected.yaml` beside it. */
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { factsOf } from '../../../../activities/mail/in/facts.js';
import { parsed } from '../../../setup/letters.js';
import { loadPhrases } from '../../../../activities/mail/in/phrases.js';
import { languageOf } from '../../../../domain/language-of.js';
import type { Judgement } from '../../../../domain/verdict.js';
import { verdictOf } from '../../../../domain/verdict.js';

interface Expected extends Pick<Judgement, 'promised' | 'awayUntil' | 'instead' | 'reply'> {
  kind: string;
  bounce?: Partial<NonNullable<Judgement['bounce']>>;
  language?: string;
}

const root = join(import.meta.dirname, '../../../..');
const folder = join(root, 'test/mail/verdict');
const phrases = await loadPhrases(join(root, 'data'));
const expected = parse(readFileSync(join(folder, 'expected.yaml'), 'utf8')) as Record<string, Expected>;
const received = '2018-05-03';

test.each(Object.entries(expected))('%s', async (name, { kind, bounce, language, ...more }) => {
  const letter = parsed(await readFile(join(folder, `${name}.eml`)));
  const judged = verdictOf(factsOf(letter, received), phrases);
  expect(judged).toMatchObject({ verdict: kind, ...more, ...(bounce && { bounce }) });
  expect(judged.reason).toMatch(/^[A-Z“].*\.$/s);
  expect(judged.confidence).toBeGreaterThan(0);
  expect(judged.confidence).toBeLessThanOrEqual(1);
  if (language !== undefined) expect(languageOf(letter.text)).toBe(language);
});

test('every message of the folder is expected to be something', async () => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'));
  expect(names.map((name) => name.slice(0, -'.eml'.length)).sort()).toEqual(Object.keys(expected).sort());
  expect(new Set(Object.values(expected).map(({ kind }) => kind)).size).toBe(10);
});

test('a message that was damaged on the way is something, and the same each time', async () => {
  const raws = Object.keys(expected).map((name) => readFileSync(join(folder, `${name}.eml`)));
  const damage = fc.record({
    raw: fc.constantFrom(...raws),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) }), {
      maxLength: 40,
    }),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ raw, cut, bytes }) => {
      const damaged = Buffer.from(raw.subarray(0, Math.ceil(raw.length * (1 - cut / 3))));
      for (const { at, byte } of bytes)
        if (damaged.length > 0) damaged[Math.floor(at * (damaged.length - 1))] = byte;
      const letter = await Promise.resolve()
        .then(() => parsed(damaged))
        .catch(() => undefined);
      if (!letter) return;
      const facts = factsOf(letter, received);
      expect(verdictOf(facts, phrases)).toEqual(verdictOf(facts, phrases));
    }),
    { numRuns: 150 },
  );
});
