/** What a year costs, and how that grows with the number of cities: the rehearsal of 2018 with copies of its cities. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure, Outcome, RunOptions, Scenario } from '../scenario.js';
import type { Account } from './histories.js';
import type { Measured, MeasuredYear } from './measure.js';

export const year: Scenario = {
  name: 'year',
  title: 'What a year costs',
  about:
    'The rehearsal of 2018 on the time-skipping server, with its 26 cities and with copies of them up to 260 and 1,000: real letters both ways, real papers. Members, partners and bodies stay as they are.',
  minutes: 180,
  run,
};

/** Years of more cities than this are measured once: what is counted in them does not vary, and they take long. */
const measuredOften = 26;

async function run({ runs, folder, say, cities = [26, 260, 1000] }: RunOptions): Promise<Outcome> {
  const figures: Figure[] = [];
  const perCity: { cities: number; events: number; actions: number }[] = [];
  const rows: string[][] = [];
  for (const count of cities) {
    const years: MeasuredYear[] = [];
    const floors: Measured[] = [];
    for (let i = 0; i < (count <= measuredOften ? runs : 1); i += 1) {
      const measured = await inProcess<MeasuredYear>(folder, 'year', String(count));
      if (!measured.passed)
        say(`of ${count} cities, these checks did not hold: ${measured.failed.join('; ')}`);
      years.push(measured);
      const steps = join(folder, 'steps.json');
      writeFileSync(steps, JSON.stringify([...measured.workflows, ...measured.cast]));
      floors.push(await inProcess<Measured>(folder, 'floor', steps));
      say(
        `${count} cities: ${measured.seconds.toFixed(0)} s; bare workflows ${floors.at(-1)!.seconds.toFixed(0)} s`,
      );
    }
    const [first] = years as [MeasuredYear];
    const { workflows } = first;
    const of = `${measured(first.cities)} cities: `;
    const largest = most(workflows, 'events');
    const payload = most(workflows, 'payload');
    const events = sum(workflows, 'events');
    const actions = sum(workflows, 'actions');
    perCity.push({ cities: first.cities, events, actions });
    figures.push(
      {
        what: `${of}the whole year`,
        unit: 's',
        values: years.map(({ seconds }) => seconds),
        floor: floors.map(({ seconds }) => seconds),
        aim: { ratioAtMost: 1.5 },
      },
      {
        what: `${of}memory of the process with worker, cast and mail servers`,
        unit: 'MB',
        values: years.map(({ memory }) => memory),
        aim: { atMost: 1024 },
      },
      { what: `${of}events of a city`, unit: 'events', values: [events / first.cities] },
      { what: `${of}billable actions of a city`, unit: 'actions', values: [actions / first.cities] },
      {
        what: `${of}events of the largest history`,
        unit: 'events',
        values: [largest.events],
        aim: { atMost: 10_240 },
      },
      {
        what: `${of}operations pending at once in one workflow`,
        unit: 'operations',
        values: [most(workflows, 'pending').pending],
        aim: { atMost: 500 },
      },
      { what: `${of}largest payload`, unit: 'KB', values: [payload.payload / 1024], aim: { atMost: 256 } },
    );
    rows.push([
      measured(first.cities),
      measured(workflows.length),
      measured(events),
      measured(actions),
      short(largest.id),
      short(most(workflows, 'pending').id),
      short(payload.id),
      first.passed ? 'all' : `not: ${first.failed.join('; ')}`,
    ]);
  }
  const [smallest, ...larger] = perCity;
  for (const each of larger) {
    for (const what of ['events', 'actions'] as const) {
      figures.push({
        what: `${what === 'events' ? 'Events' : 'Billable actions'} of a city, ${measured(each.cities)} cities beside ${smallest!.cities}`,
        unit: what,
        values: [each[what] / each.cities],
        floor: [smallest![what] / smallest!.cities],
        aim: { ratioAtMost: 1.1 },
      });
    }
  }
  return {
    figures,
    floor:
      'Bare workflows on the same kind of server: one for each workflow of the year and of the rehearsal’s cast, with as many activities, local activities, timers, signals and updates, which do nothing; all begun at once.',
    tables: [
      {
        title: 'The years',
        columns: [
          'Cities',
          'Workflows',
          'Events',
          'Billable actions',
          'Largest history',
          'Most pending',
          'Largest payload',
          'Checks of the rehearsal that held',
        ],
        rows,
      },
    ],
    notes: [
      `The year of ${measuredOften} cities is measured as often as the others of this page; larger ones once, each beside its floor.`,
      'The seconds hold what the floor has no part in: every letter composed, kept and sent by SMTP, every answer parsed, 16 papers set as PDF (their length grows with the cities), and the officers’ side of all of it.',
      'There are no more places with outside partners than in 2018, so that a larger network has fewer twinning requests for each of its cities.',
    ],
  };
}

const sum = (accounts: Account[], what: 'events' | 'actions'): number =>
  accounts.reduce((total, account) => total + account[what], 0);

const most = (accounts: Account[], what: 'events' | 'pending' | 'payload'): Account =>
  accounts.reduce((a, b) => (b[what] > a[what] ? b : a));

const measured = (count: number): string => count.toLocaleString('en-GB');

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
