import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { projectRoot } from '../../workers/project.js';

/** As `npm test` builds it. */
const program = join(projectRoot(), 'dist', 'bench', 'main.js');

/** What a wrong command says. */
async function refused(...words: string[]): Promise<unknown> {
  try {
    await promisify(execFile)(process.execPath, [program, ...words]);
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, says: stderr.trim() };
  }
  throw new Error(`“${words.join(' ')}” was taken.`);
}

describe('npm run bench', () => {
  test('refuses in a sentence what it does not know, before it measures anything', async () => {
    expect(await refused('request', 'speed')).toEqual({
      code: 2,
      says: expect.stringMatching(
        /^There is no benchmark “speed”; expected some of: request, year, /,
      ) as unknown,
    });
    expect(await refused('request', '--runs', 'many')).toEqual({
      code: 2,
      says: '--runs is “many”; expected a whole number of 1 or more.',
    });
    expect(await refused('--fast')).toMatchObject({ code: 2 });
  });
});
