/**
 * A thousand letters come in while worker, engine and mailroom are killed, alone and together: each is taken and
 * accounted for, each answer is there once, nobody gets two receipts, and every request ends as its letters say.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planKills } from '../kill/kill-plan.js';
import { paceOfMachine } from '../kill/machine.js';
import { expectedLetters, expectedRequests } from './expected.js';
import { faultsOf } from './invariants.js';
import { loadMaterial } from './material.js';
import { placesOf } from './network.js';
import { planLetters } from './plan.js';
import { runLetters } from './run.js';

const seed = 20180509;
const count = 1000;
const killCount = 16;
/** Of these; the last letters may have come in before a death was due. */
const leastKills = 12;
/** The last kill is due some letters before the last. */
const killedOver = 850;
/**
 * On a quiet machine it takes two or three. But a letter of ours that was being handed over at a death is tried again after
 * three minutes only (`workflows/work.ts`), and its city may meet another death then.
 */
const minutes = 12;

const folder = mkdtempSync(join(tmpdir(), 'ascn-letters-'));

let slower: number;

beforeAll(async () => {
  const build = join(import.meta.dirname, '..', 'kill', 'build.mjs');
  execFileSync(process.execPath, [build], { stdio: 'inherit' });
  slower = await paceOfMachine(join(folder, 'probe'));
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(`of ${count} letters each is accounted for and answered at most once, while ${killCount} deaths interrupt them`, async () => {
  const places = placesOf(50);
  const letters = planLetters(seed, places, loadMaterial());
  expect(letters.flat()).toHaveLength(count);
  const expected = { letters: expectedLetters(letters), requests: expectedRequests(letters) };
  const lines: string[] = [];
  const end = await runLetters({
    home: join(folder, 'home'),
    places,
    letters,
    expected,
    kills: planKills(seed, killCount, { over: killedOver, unseen: ['update under way'] }),
    minutes: Math.ceil(minutes * slower),
    say: (line) => void lines.push(line),
  });
  expect(faultsOf(end, expected)).toEqual([]);
  // the deaths fell where letters were under way: some were tried more than once, and what died was started again
  expect(lines.length).toBeGreaterThanOrEqual(leastKills);
  expect(end.exact).toBeGreaterThan(leastKills / 2);
  expect(end.starts).toBeGreaterThan(leastKills);
  expect(end.tries).toBeGreaterThan(expected.letters.reduce((sum, { handedIn }) => sum + handedIn, 0));
}, 1_800_000);
