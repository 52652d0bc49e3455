/** Letters as they are read, whole, kept in a file beside the test. */
import { readFile, writeFile } from 'node:fs/promises';
import { expect } from '@jest/globals';
import type { LetterPreview } from '../../../../domain/letter-record.js';

const ruler = '='.repeat(76);

/** Compares letters with a file; with GOLDEN=write in the environment it writes the file instead, to be read. */
export async function expectGolden(
  file: string,
  letters: readonly (LetterPreview & { about?: string })[],
): Promise<void> {
  const text = letters
    .map(
      ({ about, subject, letter }) =>
        `${ruler}\n${about === undefined ? '' : `${about}\n`}Subject: ${subject}\n${ruler}\n${letter}`,
    )
    .join('\n');
  const golden = new URL(file, import.meta.url);
  if (process.env['GOLDEN'] === 'write') await writeFile(golden, text);
  expect(text).toBe(await readFile(golden, 'utf8'));
}
