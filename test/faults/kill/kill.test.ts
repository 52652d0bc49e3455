/**
 * Worker, engine, mailroom or all of it killed at any moment: the year goes on when they start again, and ends as if
 * nothing had happened. Three installations, each killed at twenty points of a plan, beside one that is left alone.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paceOfMachine } from './machine.js';
import { runTrial } from './trial.js';

const seed = 20181113;
const years = 3;
const killsAYear = 20;

const folder = mkdtempSync(join(tmpdir(), 'ascn-kill-'));
let slower: number;

beforeAll(async () => {
  execFileSync(process.execPath, [join(import.meta.dirname, 'build.mjs')], { stdio: 'inherit' });
  slower = await paceOfMachine(join(folder, 'probe'));
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(`a year that is killed at ${killsAYear} moments ends as the one left alone, ${years} times over`, async () => {
  const lines: string[] = [];
  const { killed } = await runTrial({
    folder,
    seed,
    kills: Array.from({ length: years }, () => killsAYear),
    slower,
    say: (line) => void lines.push(line),
  });
  expect(lines).toHaveLength(years * killsAYear);
  for (const { faults, exact, starts } of killed) {
    expect(faults).toEqual([]);
    // most deaths fell on the very moment that was meant, and whatever died was started again
    expect(exact).toBeGreaterThan(killsAYear / 2);
    expect(starts).toBeGreaterThan(killsAYear);
  }
}, 1_800_000);
