/**
 * The clock of the machine jumps under the running network. Deadlines, reminders and the order of events are the
 * engine's (docs/decisions/014); what of ours reads the clock goes on. The engine's own clock cannot be moved here.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, days, hours } from '../../domain/time.js';
import { until } from './network.js';
import type { RunningNetwork } from './running.js';
import { startNetwork, today } from './running.js';

const folder = mkdtempSync(join(tmpdir(), 'ascn-clock-'));
const jumpFile = join(folder, 'jump');

/** The process's clock, moved by as many milliseconds as the file says, whenever SIGUSR2 comes. */
const movableClock = `
  import { readFileSync, writeFileSync } from 'node:fs';
  const Real = Date;
  let moved = 0;
  globalThis.Date = class Date extends Real {
    constructor(...given) { given.length > 0 ? super(...given) : super(Real.now() + moved); }
    static now() { return Real.now() + moved; }
  };
  process.on('SIGUSR2', () => {
    moved = Number(readFileSync(${JSON.stringify(jumpFile)}, 'utf8'));
    writeFileSync(${JSON.stringify(`${jumpFile}.done`)}, String(moved));
  });`;

let network: RunningNetwork;

beforeAll(async () => {
  network = await startNetwork(
    join(folder, 'home'),
    `data:text/javascript,${encodeURIComponent(movableClock)}`,
  );
}, 120_000);
afterAll(async () => {
  await network.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function jump(ms: number): Promise<void> {
  rmSync(`${jumpFile}.done`, { force: true });
  writeFileSync(jumpFile, String(ms));
  process.kill(network.pid, 'SIGUSR2');
  await until(() => existsSync(`${jumpFile}.done`) || undefined);
}

/** The receipt of a member's answer. */
const received = (member: string) =>
  network.letter(({ to, subject }) => to[0] === `ns@${member}.example` && subject.startsWith('Received'));

test('a day forward and an hour back: answers count, letters leave once and in order, nobody is reminded', async () => {
  await network.startYear();
  const asked = await network.letters();

  await jump(days(1));
  await network.answer('vn');
  await network.accepted('vn');
  const receipt = await received('vn');
  expect(Date.parse(receipt.at)).toBeGreaterThan(Date.now() + hours(20));

  await jump(-hours(1));
  await network.answer('th');
  await received('th');
  await network.extend('la', addDays(today(), 60));
  const extended = await network.letter(({ subject }) => subject.startsWith('More time'));
  expect(Date.parse(extended.at)).toBeLessThan(Date.now() - hours(0.5));

  await jump(0);
  await network.answer('my');
  await received('my');
  const all = await network.letters();
  // the number of a letter in the mailbox stays what it was
  expect(all.slice(0, asked.length)).toEqual(asked);
  const toOffices = all.slice(asked.length).filter(({ to }) => to[0]!.startsWith('ns@'));
  expect(toOffices.map(({ to, subject }) => [to[0], subject.split(/[ :]/)[0]])).toEqual([
    ['ns@vn.example', 'Received'],
    ['ns@th.example', 'Received'],
    ['ns@la.example', 'More'],
    ['ns@my.example', 'Received'],
  ]);
}, 240_000);
