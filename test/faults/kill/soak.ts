/** `npm run soak`: the years of kill.test.ts again and again, with other officers and other plans each time. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { paceOfMachine } from './machine.js';
import { runTrial } from './trial.js';

const killsAYear = 20;
const yearsAtOnce = 3;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function numberOf(name: string, value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (!/^[1-9]\d{0,8}$/.test(value))
    throw new TypeError(`--${name} is “${value}”; expected a whole number from 1 to 999999999.`);
  return Number(value);
}

function read(): { kills: number; seed: number } {
  const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
  return {
    kills: numberOf('kills', values.kills, 500),
    seed: numberOf('seed', values.seed, 1 + Math.floor(Math.random() * 999_999)),
  };
}

async function soak({ kills, seed }: { kills: number; seed: number }): Promise<number> {
  const begun = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'ascn-soak-'));
  const slower = await paceOfMachine(join(folder, 'probe'));
  say(`${kills} kills, seed ${seed}; repeat with: npm run soak -- --kills ${kills} --seed ${seed}`);
  say(`Each year takes about ${Math.ceil((6 * slower * 10) / 10)} minutes, ${yearsAtOnce} at a time.`);
  let done = 0;
  let exact = 0;
  let faulty = 0;
  let copies = 0;
  let twice = 0;
  for (let round = 0; done < kills; round += 1) {
    const counts: number[] = [];
    for (let left = kills - done; left > 0 && counts.length < yearsAtOnce; left -= killsAYear)
      counts.push(Math.min(killsAYear, left));
    const home = join(folder, `round-${round + 1}`);
    mkdirSync(home);
    const { killed } = await runTrial({
      folder: home,
      seed: seed + 1000 * round,
      kills: counts,
      slower,
      say,
    });
    for (const [i, year] of killed.entries()) {
      done += counts[i]!;
      exact += year.exact;
      copies += year.copies.length;
      twice += year.copies.length - new Set(year.copies.map(({ messageId }) => messageId)).size;
      if (year.faults.length > 0) faulty += 1;
      say(
        `round ${round + 1}, year ${i + 1}: ${year.faults.length === 0 ? 'as the one left alone' : 'FAULTS'}`,
      );
      for (const fault of year.faults) say(`  ${fault}`);
    }
    if (faulty === 0) rmSync(home, { recursive: true, force: true });
  }
  say('');
  say(
    `${done} kills, ${exact} of them at the very moment of the plan, in ${Math.round((Date.now() - begun) / 60_000)} minutes: ` +
      `${copies} letters, ${twice} of them second copies within the window that docs/decisions/006 names.`,
  );
  say(
    faulty === 0 ? 'Every year ended as the one left alone.' : `${faulty} years had faults; see ${folder}.`,
  );
  if (faulty === 0) rmSync(folder, { recursive: true, force: true });
  return faulty === 0 ? 0 : 1;
}

try {
  process.exitCode = await soak(read());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
