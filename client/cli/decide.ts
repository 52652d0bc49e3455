/** `ascn decide`: a body's decision on an item of its paper, entered by one person and confirmed by another. */
import type { Command } from 'commander';
import type { Basis } from '../../domain/decision.js';
import { bases, usualVerbs } from '../../domain/decision.js';
import { badInput } from '../../domain/errors.js';
import type { SessionState } from '../../workflows/session-messages.js';
import type { ActorOptions } from './actor.js';
import { actorOf, withActor } from './actor.js';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import { readBytes } from './files.js';
import type { OfYear } from './ids.js';
import { parseSession } from './ids.js';
import { facts, table } from './output.js';

interface DecideOptions extends ActorOptions, Json {
  item?: string;
  verb?: string;
  paragraph?: string;
  record?: string;
  document?: string;
  basis: Basis;
  provisional?: boolean;
  remarks?: string;
  confirm?: boolean;
}

export function addDecideCommand(program: Command, cli: Cli): void {
  withActor(
    program
      .command('decide')
      .description('enter or confirm a body’s decision on an item; without --item, show the session'),
  )
    .argument('<session>', 'the session, e.g. 2018/jcm-autumn', parseSession)
    .option('--item <ITEM>', 'the item of the paper')
    .option('--verb <VERB>', `what the body did: ${usualVerbs.join(', ')}, or another word of its record`)
    .option('--paragraph <P>', 'the paragraph of the adopted record that proves it')
    .option('--record <TITLE>', 'the title or number of that record')
    .option('--document <FILE>', 'the record itself; it is stored')
    .option('--basis <BASIS>', `on what basis: ${bases.join(', ')}`, parseBasis, 'in session')
    .option('--provisional', 'the decision is not final yet')
    .option('--remarks <TEXT>', 'what the body asked to be changed, when it returned the item')
    .option('--confirm', 'confirm the decision that another person entered')
    .action((session: OfYear, options: DecideOptions) => decide(cli, session, options));
}

function parseBasis(text: string): Basis {
  const basis = bases.find((known) => known === text);
  if (!basis) throw badInput(`--basis is “${text}”; expected one of: ${bases.join(', ')}.`);
  return basis;
}

async function decide(cli: Cli, { year, name }: OfYear, options: DecideOptions): Promise<void> {
  const { item, confirm } = options;
  if (item === undefined) {
    if (confirm || options.verb !== undefined)
      throw badInput('Say on which item, with --item. The items: ascn decide ' + `${year}/${name}`);
    const state = await (await cli.operations()).session(year, name);
    show(cli, options, state, () => printSession(year, state));
    return;
  }
  if (confirm && (options.verb ?? options.paragraph ?? options.record) !== undefined) {
    throw badInput(
      '--confirm confirms what another person entered; it takes no --verb, --paragraph or --record.',
    );
  }
  const actor = await actorOf(cli.reading, year, options);
  if (confirm) {
    const state = await (await cli.operations()).confirmDecision(year, name, item, actor);
    show(
      cli,
      options,
      state,
      () => `The decision on “${item}” is confirmed.\n\n${printSession(year, state)}`,
    );
    return;
  }
  const { verb = '', paragraph = '', record = '', document, basis, provisional, remarks } = options;
  const bytes = document === undefined ? undefined : await readBytes('--document', document);
  const operations = await cli.operations();
  const entry = {
    ...{ item, verb, paragraph, record, basis },
    finality: provisional ? ('provisional' as const) : ('final' as const),
    ...(remarks !== undefined && { remarks }),
    ...(bytes && { document: await cli.reading.store.put(bytes) }),
  };
  const state = await operations.decide(year, name, entry, actor);
  const entered = state.decisions.find(
    (decision) => decision.item === item && decision.version === state.versions,
  );
  show(cli, options, state, () =>
    entered?.confirmedBy
      ? `The decision on “${item}” is entered.`
      : `The decision on “${item}” is entered. Another person confirms it with: ascn decide ${year}/${name} --item ${item} --confirm --as OFFICE`,
  );
}

function printSession(year: number, { session, body, state, paper, decisions }: SessionState): string {
  return [
    facts([
      ['Session', `${year}/${session} of the ${body}`],
      ['Paper', paper ? `${paper.number}, version ${paper.version}: ${paper.title}` : 'not drawn up yet'],
      ['State', state],
    ]),
    ...(paper
      ? [
          table(
            ['Item', 'Title', 'Action requested'],
            paper.items.map(({ id, title, actionRequested }) => [id, title, actionRequested]),
          ),
        ]
      : []),
    decisions.length === 0
      ? 'No decision has been entered.'
      : table(
          ['Item', 'Version', 'Decision', 'Proof', 'Entered by', 'Confirmed by'],
          decisions.map(
            ({
              item,
              version,
              verb,
              basis,
              finality,
              paragraph,
              record,
              preparedBy,
              confirmedBy,
              remarks,
            }) => [
              item,
              String(version),
              `${verb}, ${basis}, ${finality}${remarks ? `: ${remarks}` : ''}`,
              `paragraph ${paragraph} of ${record}`,
              preparedBy.office,
              confirmedBy?.office ?? 'not yet',
            ],
          ),
        ),
  ].join('\n\n');
}
