/** How fast this machine is, so that a year on a slow one takes longer instead of failing. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir } from '../../../workers/installation.js';
import { built, openInstallation } from './installation.js';
import type { Run } from './run.js';
import { runFile } from './run.js';
import { writeSmallNetwork } from './small-network.js';

/** Seconds in which all processes of one installation start on a quiet machine of two cores. */
const usualSeconds = 5;

/** A machine that is slower still is not given more time: somebody waits for the end. */
const slowest = 3;

/**
 * Starts an installation once, and measures.
 *
 * @param home a new folder
 * @returns by how much years are to run slower than their table, from 1 to 3
 */
export async function paceOfMachine(home: string): Promise<number> {
  mkdirSync(home, { recursive: true });
  const ownData = join(home, 'data');
  await writeSmallNetwork(dataDir, ownData);
  const run: Run = {
    offsetMs: 0,
    slower: 1,
    smtpUrl: 'smtp://127.0.0.1:1',
    domain: 'probe.example',
    dataDir: ownData,
    bundlePath: join(built, 'workflow-bundle.js'),
  };
  writeFileSync(runFile(home), JSON.stringify(run));
  const begun = Date.now();
  const installation = await openInstallation(home);
  const seconds = (Date.now() - begun) / 1000;
  await installation.close();
  return Math.min(slowest, Math.max(1, seconds / usualSeconds));
}
