/** `ascn cycle`: plan a year, start it, see how it stands, move its dates, hand it over. */
import type { Command } from 'commander';
import type { Calendar, Move } from '../../domain/calendar.js';
import { moves, pin } from '../../domain/calendar.js';
import { badInput } from '../../domain/errors.js';
import type { ActorOptions } from './actor.js';
import { actorOf, withActor, withJson, withReason } from './actor.js';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import type { Sets } from './ids.js';
import { collectSets, parseDay, parseYear } from './ids.js';
import { counted, table } from './output.js';
import { printCycles, printStatus, readStatus } from './status.js';

/** The date on which a year without a calendar of its own hangs. */
const summit = 'summit-autumn';

interface PlanOptions extends Json {
  summit?: string;
  set?: Sets;
}

export function addCycleCommands(program: Command, cli: Cli): void {
  const cycle = program
    .command('cycle')
    .description('the year of the network: plan, start, status, reschedule, handover');
  const withDates = (command: Command): Command =>
    command
      .argument('<year>', 'the year, e.g. 2027', parseYear)
      .option('--summit <DATE>', 'the first day of the Summit, YYYY-MM-DD', parseDay('--summit'))
      .option('--set <ID=DATE>', 'another date, by its id; may stand several times', collectSets);

  withJson(
    withDates(
      cycle.command('plan').description('print the calendar of a year for review; nothing is started'),
    ),
  ).action(async (year: number, options: PlanOptions) => {
    const { plan, text } = await cli.reading.plan(await planned(cli, year, options, 'this plan'));
    show(cli, options, plan, () => text.trimEnd());
  });

  withActor(
    withDates(cycle.command('start').description('start a year, after its plan was reviewed')),
  ).action(async (year: number, options: PlanOptions & ActorOptions) => {
    const actor = await actorOf(cli.reading, year, options);
    const calendar = await planned(cli, year, options, actor.office);
    const started = await (await cli.operations()).startCycle(calendar, actor);
    show(
      cli,
      options,
      started,
      () => `The cycle of ${year} has started. See how it stands with: ascn cycle status ${year}`,
    );
  });

  withJson(cycle.command('status').description('how a year stands; without a year, all that are open'))
    .argument('[year]', 'the year, e.g. 2027', parseYear)
    .action((year: number | undefined, options: Json) => showStatus(cli, year, options));

  withReason(
    cycle
      .command('reschedule')
      .description('show what would move when dates are set anew; move it with --confirm'),
  )
    .argument('<year>', 'the year, e.g. 2027', parseYear)
    .option('--set <ID=DATE>', 'the date by its id and its new day; may stand several times', collectSets)
    .option('--confirm', 'move the dates, and tell everyone who was told the old ones')
    .action((year: number, options: RescheduleOptions) => reschedule(cli, year, options));

  withActor(
    cycle
      .command('handover')
      .description('hand the year over to the next chair; a second person completes it'),
  )
    .argument('<year>', 'the year, e.g. 2027', parseYear)
    .action(async (year: number, options: ActorOptions & Json) => {
      const actor = await actorOf(cli.reading, year, options);
      const handed = await (await cli.operations()).handOver(year, actor);
      show(cli, options, handed, () =>
        handed.done
          ? `The cycle of ${year} is handed over to ${handed.to}. The cycle of ${handed.year} is prepared; a person starts it.`
          : `The handover to ${handed.to} is prepared. Another person completes it with: ascn cycle handover ${year} --as OFFICE`,
      );
    });
}

/** The year's calendar with the dates that were given. */
async function planned(
  cli: Cli,
  year: number,
  { summit: day, set = {} }: PlanOptions,
  setBy: string,
): Promise<Calendar> {
  if (day !== undefined && set[summit] !== undefined) {
    throw badInput(
      `The Summit is given as --summit ${day} and as --set ${summit}=${set[summit]}; expected one of the two.`,
    );
  }
  const pins: Sets = { ...set, ...(day !== undefined && { [summit]: day }) };
  const given = pins[summit];
  if (given !== undefined && !given.startsWith(`${year}-`)) {
    throw badInput(`The Summit of ${year} is set to ${given}; expected a day of ${year}.`);
  }
  const calendar = await cli.reading.calendar(year);
  const open = calendar.dates.filter(({ pinned, derived }) => !pinned && !derived);
  const missing = open.find(({ id }) => pins[id] === undefined);
  if (missing) {
    const how = missing.id === summit ? '--summit YYYY-MM-DD' : `--set ${missing.id}=YYYY-MM-DD`;
    throw badInput(`The calendar of ${year} needs the date of “${missing.title}”. Give it with ${how}.`);
  }
  const source = 'given with the plan of the year';
  // What the year hangs on is set first: only then is it known how long the other events last.
  const first = Object.fromEntries(open.map(({ id }) => [id, pins[id] ?? '']));
  const rest = Object.fromEntries(Object.entries(pins).filter(([id]) => !(id in first)));
  return pin(pin(calendar, first, setBy, source), rest, setBy, source);
}

async function showStatus(cli: Cli, year: number | undefined, options: Json): Promise<void> {
  const operations = await cli.operations();
  const { cycles, aside } = await operations.registry();
  if (year !== undefined) {
    const stands = await readStatus(operations, cli.reading, year);
    show(cli, options, { ...stands, aside }, () => printStatus(stands, aside));
    return;
  }
  const running = await Promise.all(
    cycles
      .filter(({ state }) => state === 'running')
      .map((cycle) => readStatus(operations, cli.reading, cycle.year)),
  );
  show(cli, options, { cycles, running, aside }, () =>
    [printCycles(cycles), ...running.map((stands) => printStatus(stands, aside))].join('\n\n'),
  );
}

interface RescheduleOptions extends ActorOptions, Json {
  set?: Sets;
  confirm?: boolean;
}

async function reschedule(cli: Cli, year: number, options: RescheduleOptions): Promise<void> {
  const { set = {}, confirm = false } = options;
  if (Object.keys(set).length === 0)
    throw badInput('Say which date moves, with --set ID=DATE. The ids stand in: ascn cycle plan');
  const actor = confirm ? await actorOf(cli.reading, year, options, true) : undefined;
  const operations = await cli.operations();
  const { calendar } = await operations.status(year);
  const wanted = pin(calendar, set, actor?.office ?? 'this proposal', actor?.why ?? 'a proposal');
  const moved = actor ? await operations.reschedule(year, wanted, actor) : moves(calendar, wanted);
  const again = Object.entries(set).map(([id, days]) => `--set ${id}=${days}`);
  show(cli, options, { moved: actor !== undefined, dates: moved }, () => {
    if (moved.length === 0) return 'These are the dates already; nothing moves.';
    const after = actor
      ? `${counted(moved.length, 'date')} moved. Everyone who was told the old ones is told the new ones.`
      : `Nothing has moved yet. Move it with:\n  ascn cycle reschedule ${year} ${again.join(' ')} --confirm --as OFFICE --why REASON`;
    return `${printMoves(moved)}\n\n${after}`;
  });
}

const printMoves = (moved: readonly Move[]): string =>
  table(
    ['Date', 'From', 'To', 'Until', 'Because', 'What'],
    moved.map(({ id, title, from, to, until, because }) => [
      id,
      from,
      to,
      until === to ? '' : until,
      because === 'set' ? 'it is set' : 'it follows',
      title,
    ]),
  );
