/** What a year costs, and how that grows with the number of cities: the rehearsal of 2018 with copies of its cities. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readResults } from '../results.js';
import type { Figure, Outcome, RunOptions, Scenario } from '../scenario.js';
import type { Account } from './histories.js';
import type { Measured, MeasuredYear } from './measure.js';

/** Years of more cities than this are measured once: what is counted in them does not vary, and they take long. */
const founding = 26;

/** The scenario of a year of so many cities; `year` is the network as it was. */
export const yearOf = (cities: number): Scenario => ({
  name: cities === founding ? 'year' : `year-${cities}`,
  title: `What a year of ${grouped(cities)} cities costs`,
  about:
    'The rehearsal of 2018 on the time-skipping server, with real letters both ways and real papers' +
    (cities === founding
      ? '.'
      : `, and with copies of its ${founding} cities up to ${grouped(cities)}. Members, partners and bodies stay as they are.`),
  minutes: 60 + cities / 5,
  run: (options) => run(cities, options),
});

async function run(cities: number, { runs, folder, say }: RunOptions): Promise<Outcome> {
  const years: MeasuredYear[] = [];
  const floors: Measured[] = [];
  for (let i = 0; i < (cities === founding ? runs : 1); i += 1) {
    const measured = await inProcess<MeasuredYear>(folder, 'year', String(cities));
    if (!measured.passed) throw new Error(`These checks did not hold: ${measured.failed.join('; ')}.`);
    years.push(measured);
    say(`the year: ${measured.seconds.toFixed(0)} s`);
    const steps = join(folder, 'steps.json');
    writeFileSync(steps, JSON.stringify([...measured.workflows, ...measured.cast]));
    floors.push(await inProcess<Measured>(folder, 'floor', steps));
    say(`bare workflows: ${floors.at(-1)!.seconds.toFixed(0)} s`);
  }
  const { workflows } = years[0]!;
  const largest = {
    events: most(workflows, 'events'),
    pending: most(workflows, 'pending'),
    payload: most(workflows, 'payload'),
  };
  const events = sum(workflows, 'events');
  const actions = sum(workflows, 'actions');
  return {
    figures: [
      {
        what: 'the whole year',
        unit: 's',
        values: years.map(({ seconds }) => seconds),
        floor: floors.map(({ seconds }) => seconds),
        aim: { ratioAtMost: 1.5 },
      },
      {
        what: 'memory of the process with the worker, the cast and the mail servers',
        unit: 'MB',
        values: years.map(({ memory }) => memory),
        aim: { atMost: 1024 },
      },
      ...perCity('events', events / cities, cities),
      ...perCity('billable actions', actions / cities, cities),
      {
        what: 'events of the largest history',
        unit: 'events',
        values: [largest.events.events],
        aim: { atMost: 10_240 },
      },
      {
        what: 'operations pending at once in one workflow',
        unit: 'operations',
        values: [largest.pending.pending],
        aim: { atMost: 500 },
      },
      {
        what: 'the largest payload',
        unit: 'KB',
        values: [largest.payload.payload / 1024],
        aim: { atMost: 256 },
      },
    ],
    floor:
      'bare workflows on the same kind of server: one for each workflow of the year and of the rehearsal’s cast, with as many activities, local activities, timers, signals and updates, which do nothing; all begun at once. For what one city costs: the year of 26 cities',
    tables: [
      {
        title: 'What is largest',
        columns: [
          'Workflows',
          'Events',
          'Billable actions',
          'Longest history',
          'Most pending',
          'Largest payload',
        ],
        rows: [
          [
            ...[workflows.length, events, actions].map(grouped),
            ...[largest.events, largest.pending, largest.payload].map(({ id }) => short(id)),
          ],
        ],
      },
    ],
    notes: [
      'The seconds hold what the floor has no part in: every letter composed, kept and sent by SMTP, every answer parsed, 16 papers set as PDF (their length grows with the cities), and the officers’ side of all of it.',
      ...(cities === founding
        ? []
        : [
            'Measured once. There are no more places with outside partners than in 2018, so that a larger network has fewer twinning requests for each of its cities.',
          ]),
    ],
  };
}

/** What one city costs; a larger year beside the network as it was, where that has been measured. */
function perCity(what: 'events' | 'billable actions', value: number, cities: number): Figure[] {
  const name = `${what} of a city`;
  const before =
    cities === founding ? undefined : readResults('year')?.figures.find((figure) => figure.what === name);
  if (!before) return [{ what: name, unit: what, values: [value] }];
  return [{ what: name, unit: what, values: [value], floor: before.values, aim: { ratioAtMost: 1.1 } }];
}

const sum = (accounts: Account[], what: 'events' | 'actions'): number =>
  accounts.reduce((total, account) => total + account[what], 0);

const most = (accounts: Account[], what: 'events' | 'pending' | 'payload'): Account =>
  accounts.reduce((a, b) => (b[what] > a[what] ? b : a));

const grouped = (count: number): string => count.toLocaleString('en-GB');

/** A workflow’s id without network and year. */
const short = (id: string): string => id.replace(/^measured\/(?:cycle\/\d{4}\/?)?/, '') || 'the cycle';

/** Measures in a process of its own, and reads what it wrote. */
async function inProcess<T>(folder: string, what: 'year' | 'floor', given: string): Promise<T> {
  const own = join(folder, 'measured');
  const result = join(folder, 'result.json');
  mkdirSync(own, { recursive: true });
  try {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'measure.js'), what, own, given, result],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    const code = await new Promise<number | null>((ended) => child.once('exit', ended));
    if (code !== 0) throw new Error(`Measuring the ${what} of ${given} ended with exit code ${code}.`);
    return JSON.parse(readFileSync(result, 'utf8')) as T;
  } finally {
    rmSync(own, { recursive: true, force: true });
    rmSync(result, { force: true });
  }
}
