import { describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadQuoting } from '../../../../activities/mail/in/quoting.js';

async function dataWith(files: Record<string, string>): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'quoting-'));
  await mkdir(join(dataDir, 'mail/quoting'), { recursive: true });
  for (const [name, text] of Object.entries(files))
    await writeFile(join(dataDir, 'mail/quoting', name), text);
  return dataDir;
}

describe('the words of quoting', () => {
  test('are read for all languages, and can be handed to a worker thread', async () => {
    const quoting = await loadQuoting('data');
    expect(quoting.headers.get('nguoi gui')).toBe('from');
    expect(structuredClone(quoting)).toEqual(quoting);
  });

  test.each([
    [
      'a name with two meanings',
      { 'a.yaml': 'language: Aa\nheaders: { from: [Da] }', 'b.yaml': 'language: Bb\nheaders: { to: [Da] }' },
      /b\.yaml: “Da” stands under to, elsewhere under from/,
    ],
    ['a part that nobody knows', { 'a.yaml': 'language: Aa\nclosing: [Regards]' }, /a\.yaml.*closing/],
    [
      'a phrase that is no text',
      { 'a.yaml': 'language: Aa\nclosings: [1]' },
      /a\.yaml.*closings.*expected text/,
    ],
    ['no language at all', {}, /is empty; expected a file for each language/],
  ])('with %s are refused in words', async (_, files, message) => {
    await expect(loadQuoting(await dataWith(files))).rejects.toThrow(message);
  });
});
