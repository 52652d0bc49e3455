/** `ascn clearance`: one text before all members, its positions by version, and new versions of it. */
import type { Command } from 'commander';
import { unlessErased } from '../../domain/erasure.js';
import { CycleError } from '../../domain/errors.js';
import type { Paper } from '../../domain/paper.js';
import { statementsOf } from '../../domain/paper.js';
import type { Submission } from '../../domain/submission.js';
import type { Reading } from '../../workers/reading.js';
import type { ClearanceRound, ClearanceState } from '../../workflows/clearance-messages.js';
import type { Operations } from '../operations.js';
import type { ActorOptions } from './actor.js';
import { actorOf, withJson, withReason } from './actor.js';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import { readText, writeNew } from './files.js';
import type { OfYear } from './ids.js';
import { parseDay, parseText } from './ids.js';
import { counted, section, table, utc } from './output.js';
import { readWording, writeWording } from './wording.js';

type Acting = ActorOptions & Json;

export function addClearanceCommands(program: Command, cli: Cli): void {
  const clearance = program
    .command('clearance')
    .description('one text before all members: show, open a new version, close');
  const about = (name: string, description: string): Command =>
    clearance
      .command(name)
      .description(description)
      .argument('<text>', 'the text, e.g. 2018/jcm-autumn', parseText);

  withJson(about('show', 'the members’ positions by version, and the text’s statements'))
    .option(
      '--out <FILE>',
      'write the statements to this file, to be edited and given to ascn clearance open',
    )
    .action((text: OfYear, options: Json & { out?: string }) => showClearance(cli, text, options));

  withReason(about('open', 'open a new version: after an objection, or after a body returned the paper'))
    .requiredOption('--file <FILE>', 'the statements as they shall stand, from ascn clearance show --out')
    .option('--until <DATE>', 'the last day of the new round, YYYY-MM-DD', parseDay('--until'))
    .action(async ({ year, name }: OfYear, options: Acting & { file: string; until?: string }) => {
      const actor = await actorOf(cli.reading, year, options, true);
      const wording = readWording('--file', options.file, await readText('--file', options.file));
      const edits = await (
        await cli.operations()
      ).openVersion(year, name, { wording, cutOff: options.until, actor });
      show(
        cli,
        options,
        edits,
        () =>
          `A new version with ${counted(edits.length, 'changed statement')} goes to the members. See: ascn clearance show ${year}/${name}`,
      );
    });

  withReason(about('close', 'end the round before its cut-off; who is silent stays silent')).action(
    async ({ year, name }: OfYear, options: Acting) => {
      const actor = await actorOf(cli.reading, year, options, true);
      const state = await (await cli.operations()).closeClearance(year, name, actor);
      show(cli, options, state, () => `The round is closed. ${outcomeWords(state)}`);
    },
  );
}

/** A round with what each member wrote. */
interface Round extends ClearanceRound {
  words: Record<string, string>;
}

async function showClearance(
  cli: Cli,
  { year, name }: OfYear,
  options: Json & { out?: string },
): Promise<void> {
  const operations = await cli.operations();
  const state = await operations.clearance(year, name);
  const { paper, title } = await currentPaper(operations, cli.reading, year, name, state);
  if (options.out !== undefined) {
    await writeNew('--out', options.out, writeWording(paper));
    show(
      cli,
      options,
      { file: options.out, statements: statementsOf(paper).length },
      () =>
        `${counted(statementsOf(paper).length, 'statement')} of ${title} are in ${options.out}. Edit them, then:\n` +
        `  ascn clearance open ${year}/${name} --file ${options.out} --as OFFICE --why REASON`,
    );
    return;
  }
  const rounds = await Promise.all(
    state.rounds.map(async (round): Promise<Round> => ({
      ...round,
      words: await wordsOf(cli.reading, round),
    })),
  );
  show(cli, options, { ...state, rounds, paper }, () =>
    [
      `${state.title}\n${outcomeWords(state)}`,
      ...rounds.map(printRound),
      section(
        `The statements of ${title}`,
        table(
          ['Statement', 'Words'],
          statementsOf(paper)
            .filter(({ text }) => text !== '')
            .map(({ id, text }) => [id, text]),
        ),
      ),
    ].join('\n\n'),
  );
}

/** The version that a new one would be made from: the paper that a body returned, else the last before the members. */
async function currentPaper(
  operations: Operations,
  { store }: Reading,
  year: number,
  name: string,
  state: ClearanceState,
) {
  const session = await operations.session(year, name).catch((error: unknown) => {
    if (error instanceof CycleError && error.type === 'NotFound') return undefined;
    throw error;
  });
  const ref = session?.state === 'returned' ? session.paper : state.rounds.at(-1)?.paper;
  if (!ref) throw new CycleError('NotFound', `“${state.title}” has not been put to the members yet.`);
  return { paper: await store.getJson<Paper>(ref.document), title: `${ref.number}, version ${ref.version}` };
}

async function wordsOf(
  { store }: Pick<Reading, 'store'>,
  { positions }: ClearanceRound,
): Promise<Record<string, string>> {
  const said = positions.map(async ({ member, submission }): Promise<[string, string]> => {
    const given = submission && (await unlessErased(store.getJson<Submission>(submission)));
    const fields = given ? given.fields : {};
    const text = (id: string): string => [fields[id]?.value ?? ''].flat().join('; ');
    return [
      member,
      [text('comment'), text('proposal') && `Proposes: ${text('proposal')}`].filter(Boolean).join('\n'),
    ];
  });
  return Object.fromEntries(await Promise.all(said));
}

function printRound({ version, cutOff, positions, words, closedBy }: Round): string {
  const until = /T/.test(cutOff) ? utc(cutOff) : cutOff;
  const closed = closedBy ? `; closed by ${closedBy.office}: ${closedBy.why ?? ''}` : '';
  return section(
    `Version ${version}, until ${until}${closed}`,
    positions.length === 0
      ? "It is before the members. Who has answered stands in the year's requests, with --kind clearance."
      : table(
          ['Member', 'Position', 'In its words'],
          positions.map(({ member, position }) => [member, position, words[member] ?? '']),
        ),
  );
}

function outcomeWords({ cleared, wantsVersion, rounds }: ClearanceState): string {
  const version = rounds.at(-1)?.version ?? 0;
  if (cleared) return `Version ${version} is agreed by all.`;
  return wantsVersion
    ? `Version ${version} is not agreed; a new version is wanted.`
    : `Version ${version} is before the members.`;
}
