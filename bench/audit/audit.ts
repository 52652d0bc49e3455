/** What the archive of a year costs: appending, the file for auditors, and its check; strict replay beside Temporal's own. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readResults } from '../results.js';
import type { Figure, Outcome, RunOptions, Scenario } from '../scenario.js';
import type { Exported, Rehearsed, ReplayedAll, Step } from './measure.js';

const founding = 26;

/** The scenario of the archive of a year of so many cities; `audit` is the network as it was. */
export const auditOf = (cities: number): Scenario => ({
  name: cities === founding ? 'audit' : `audit-${cities}`,
  title: `What the archive of a year of ${cities.toLocaleString('en-GB')} cities costs`,
  about:
    'The rehearsal of 2018, archived at once, exported and verified; its histories replayed strictly, and by Temporal’s own replay.',
  minutes: 60 + cities / 4,
  run: (options) => run(cities, options),
});

async function run(cities: number, { runs, folder, say }: RunOptions): Promise<Outcome> {
  const times = cities === founding ? runs : 1;
  const own = join(folder, 'year');
  mkdirSync(own);
  const measure = <T>(what: string, ...given: string[]) => inProcess<T>(folder, what, given);
  const year = await measure<Rehearsed>('year', own, String(cities), String(times));
  if (!year.passed) throw new Error(`These checks did not hold: ${year.failed.join('; ')}.`);
  say('the year is rehearsed and archived');
  const file = join(folder, 'year.zip');
  const steps = { exported: [] as Exported[], verified: [] as Step[] };
  const replayed = { strict: [] as ReplayedAll[], bare: [] as ReplayedAll[] };
  for (let i = 0; i < times; i += 1) {
    steps.exported.push(await measure<Exported>('export', join(own, 'home'), file));
    steps.verified.push(await measure<Step>('verify', file));
    replayed.strict.push(await measure<ReplayedAll>('strict', file));
    replayed.bare.push(await measure<ReplayedAll>('bare', file, join(folder, 'code.js')));
    say(
      `strict replay ${replayed.strict.at(-1)!.seconds.toFixed(1)} s, Temporal’s own ${replayed.bare.at(-1)!.seconds.toFixed(1)} s`,
    );
  }
  const [{ histories, events }] = replayed.strict as [ReplayedAll];
  const aSecond = (what: 'histories' | 'events'): Figure => ({
    what: `${what} replayed strictly, by ${availableParallelism()} processes`,
    unit: `${what}/s`,
    values: replayed.strict.map((each) => each[what] / each.seconds),
    floor: replayed.bare.map((each) => each[what] / each.seconds),
    aim: { ratioAtLeast: 1.5 },
  });
  const bytes = steps.exported.map((each) => each.bytes / cities / 1024);
  return {
    figures: [
      aSecond('histories'),
      aSecond('events'),
      ...costOf('appending all of it', year.append, cities),
      ...costOf('exporting it', steps.exported, cities),
      ...costOf('verifying it', steps.verified, cities),
      beside({ what: 'the file, for each city', unit: 'KB', values: bytes }, cities, 1.1),
    ],
    floor: `for what is replayed: Temporal’s \`Worker.runReplayHistories\` over the same histories, read from the same file, in one process${cities === founding ? '' : '. For memory and the file: those of 26 cities'}`,
    notes: [
      `${histories.toLocaleString('en-GB')} histories with ${events.toLocaleString('en-GB')} events.`,
      'Memory is that of the process and of all that it started, looked at five times a second.',
    ],
  };
}

const costOf = (what: string, steps: readonly Step[], cities: number): Figure[] => [
  { what, unit: 's', values: steps.map(({ seconds }) => seconds) },
  beside(
    { what: `memory while ${what}`, unit: 'MB', values: steps.map(({ memory }) => memory) },
    cities,
    1.3,
  ),
];

/** A larger year's figure beside that of the network as it was, where that has been measured. */
function beside(figure: Figure, cities: number, ratioAtMost: number): Figure {
  const before =
    cities === founding ? undefined : readResults('audit')?.figures.find(({ what }) => what === figure.what);
  return before ? { ...figure, floor: before.values, aim: { ratioAtMost } } : figure;
}

/** Measures in a process of its own, and reads what it wrote. */
async function inProcess<T>(folder: string, what: string, given: string[]): Promise<T> {
  const result = join(folder, 'result.json');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'measure.js'), what, result, ...given], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise<number | null>((ended) => child.once('exit', ended));
  if (code !== 0) throw new Error(`Measuring “${what}” ended with exit code ${code}.`);
  return JSON.parse(readFileSync(result, 'utf8')) as T;
}
