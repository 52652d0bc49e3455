/** `ascn request`: what was asked, how it stands, and what the secretariat does about it. */
import type { Command } from 'commander';
import type { RequestKind } from '../../domain/ask.js';
import { requestKinds } from '../../domain/ask.js';
import { badInput } from '../../domain/errors.js';
import { shortRequest } from '../../domain/ids.js';
import { readNetwork } from '../../domain/network-document.js';
import { findOffice } from '../../domain/office.js';
import type { RequestRecord, RequestRow, RequestState } from '../../domain/request.js';
import type { ActorOptions } from './actor.js';
import { actorOf, withActor, withJson, withReason } from './actor.js';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import { readText } from './files.js';
import type { OfYear } from './ids.js';
import { parseDay, parseRequest, parseYear } from './ids.js';
import { counted, table, utc } from './output.js';
import { printRequest, readRequest } from './request-life.js';
import { requestStates } from './status.js';

const oneOf =
  <Known extends string>(option: string, known: readonly Known[]) =>
  (text: string): Known => {
    const found = known.find((each) => each === text);
    if (found === undefined) throw badInput(`${option} is “${text}”; expected one of: ${known.join(', ')}.`);
    return found;
  };

interface ListOptions extends Json {
  state?: RequestState;
  kind?: RequestKind;
}

type Acting = ActorOptions & Json;

export function addRequestCommands(program: Command, cli: Cli): void {
  const request = program
    .command('request')
    .description('what is asked: list, show, extend, return, accept, reassign, record, confirm');
  const about = (name: string, description: string): Command =>
    request
      .command(name)
      .description(description)
      .argument('<request>', 'the request, e.g. 2018/action-plan/da-nang', parseRequest);

  withJson(request.command('list').description('every request of a year as it stands'))
    .argument('<year>', 'the year, e.g. 2027', parseYear)
    .option('--state <STATE>', `only these: ${requestStates.join(', ')}`, oneOf('--state', requestStates))
    .option('--kind <KIND>', `only these: ${requestKinds.join(', ')}`, oneOf('--kind', requestKinds))
    .action(async (year: number, options: ListOptions) => {
      const rows = (await (await cli.operations()).requests(year)).filter(
        ({ state, kind }) => (options.state ?? state) === state && (options.kind ?? kind) === kind,
      );
      show(cli, options, rows, () => printRows(year, rows));
    });

  withJson(
    about('show', 'the whole life of a request: its plan, every version of the answer, its letters'),
  ).action(async ({ year, name }: OfYear, options: Json) => {
    const life = await readRequest(await cli.operations(), cli.reading, year, name);
    show(cli, options, life, () => printRequest(life));
  });

  withReason(about('extend', 'give an office more time'))
    .requiredOption('--until <DATE>', 'the new last day, YYYY-MM-DD', parseDay('--until'))
    .action(async ({ year, name }: OfYear, options: Acting & { until: string }) => {
      const actor = await actorOf(cli.reading, year, options, true);
      const record = await (await cli.operations()).extend(year, name, { due: options.until, actor });
      show(
        cli,
        options,
        record,
        () => `${stands(year, record)} It is due on ${record.plan.dueDate}; the office is told.`,
      );
    });

  withReason(about('return', 'return an answer for correction; the reason goes into the letter'))
    .option('--until <DATE>', 'the last day for the corrected answer, YYYY-MM-DD', parseDay('--until'))
    .action(async ({ year, name }: OfYear, options: Acting & { until?: string }) => {
      const actor = await actorOf(cli.reading, year, options, true);
      const record = await (await cli.operations()).returnAnswer(year, name, { due: options.until, actor });
      show(
        cli,
        options,
        record,
        () =>
          `${stands(year, record)} The corrected answer is due on ${record.plan.dueDate}; the office is told.`,
      );
    });

  withReason(about('accept', 'accept an answer that departs from a rule or is not complete')).action(
    async ({ year, name }: OfYear, options: Acting) => {
      const actor = await actorOf(cli.reading, year, options, true);
      const record = await (await cli.operations()).accept(year, name, { actor });
      show(cli, options, record, () => stands(year, record));
    },
  );

  withReason(about('reassign', 'ask another office instead'))
    .requiredOption('--to <OFFICE>', 'the office that is asked from now on, e.g. alternate-da-nang')
    .action(async ({ year, name }: OfYear, options: Acting & { to: string }) => {
      const actor = await actorOf(cli.reading, year, options, true);
      const operations = await cli.operations();
      const { networkDocument } = await operations.status(year);
      const { id } = findOffice(await readNetwork(cli.reading.store, networkDocument), options.to);
      const record = await operations.reassign(year, name, { office: id, actor });
      show(cli, options, record, () => `${stands(year, record)} It is asked of ${record.addressee} now.`);
    });

  withReason(
    about('record', 'record an answer that came by another way than mail; a second person confirms it'),
  )
    .requiredOption('--file <FILE>', 'the answer as text, with the form’s “Label: value” lines')
    .action(async ({ year, name }: OfYear, options: Acting & { file: string }) => {
      const actor = await actorOf(cli.reading, year, options, true);
      const text = await readText('--file', options.file);
      const operations = await cli.operations();
      const before = await operations.request(year, name);
      const record = await operations.record(year, name, { text, actor });
      const filed = record.versions.length > before.versions.length;
      show(cli, options, record, () =>
        filed
          ? stands(year, record)
          : `The answer is recorded. Another person confirms it with: ascn request confirm ${year}/${name} --as OFFICE`,
      );
    });

  withActor(about('confirm', 'confirm a recorded answer, or one from an address that is not known')).action(
    async ({ year, name }: OfYear, options: Acting) => {
      const actor = await actorOf(cli.reading, year, options);
      const record = await (await cli.operations()).confirm(year, name, { actor });
      show(cli, options, record, () => stands(year, record));
    },
  );
}

const stands = (year: number, { id, state }: RequestRecord): string =>
  `${year}/${shortRequest(id)} now stands as: ${state === 'received-unconfirmed' ? 'received, unconfirmed' : state}.`;

function printRows(year: number, rows: readonly RequestRow[]): string {
  if (rows.length === 0) return 'There is no such request.';
  return [
    table(
      ['Request', 'State', 'Asked of', 'Due', 'Version', 'Marks'],
      rows.map(({ id, state, addressee, due, version, marks }) => [
        `${year}/${shortRequest(id)}`,
        state,
        addressee,
        utc(due),
        version === undefined ? '' : String(version),
        marks.join(', '),
      ]),
    ),
    counted(rows.length, 'request'),
  ].join('\n\n');
}
