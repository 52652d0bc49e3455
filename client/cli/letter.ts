/** `ascn letter`: what went out, what is held for a person; what was kept aside is in `tray.ts`. */
import type { Command } from 'commander';
import { badInput } from '../../domain/errors.js';
import type { Draft } from '../../workflows/held-letter-messages.js';
import type { ActorOptions } from './actor.js';
import { actorOf, withActor, withJson, withReason } from './actor.js';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import { readText } from './files.js';
import { addInspectCommand } from './inspect.js';
import type { OfYear } from './ids.js';
import { collect, isDraft, parseDraft, parseYear } from './ids.js';
import { counted, facts, section, table, utc } from './output.js';
import { isNumber, showSent } from './letter-sent.js';
import { addSuppressionCommands } from './letter-suppressed.js';
import { printDrafts } from './status.js';
import { addTrayCommands, isMark, showReceived } from './tray.js';

type Acting = ActorOptions & Json;

export function addLetterCommands(program: Command, cli: Cli): void {
  const letter = program.command('letter').description('letters: list, show, edit, release, drop, tray');
  const about = (name: string, description: string): Command =>
    letter
      .command(name)
      .description(description)
      .argument('<draft>', 'the draft, e.g. 2018/held/announcement', parseDraft);

  withJson(letter.command('list').description('the letters of a year: sent, and drafts'))
    .argument('<year>', 'the year, e.g. 2027', parseYear)
    .action((year: number, options: Json) => list(cli, year, options));

  withJson(
    letter.command('show').description('print a letter that was sent, a draft, or a letter that came in'),
  )
    .argument(
      '<letter>',
      'its number, e.g. ASCN/2018/nomination/vn/1, its draft, or its mark, as the tray gives it',
    )
    .action((id: string, options: Json) => showLetter(cli, id, options));

  addInspectCommand(letter, cli);
  addTrayCommands(letter, cli);

  withJson(
    letter
      .command('retake')
      .description('after a restore: hand letters of the store to the engine where it does not know them'),
  ).action((options: Json) => retake(cli, options));

  addSuppressionCommands(letter, cli);

  withActor(about('edit', 'give one letter of a draft another subject and text'))
    .requiredOption('--number <NUMBER>', 'the letter’s number, as ascn letter show gives it')
    .requiredOption('--subject <SUBJECT>', 'the subject')
    .requiredOption('--file <FILE>', 'the text, paragraphs apart by an empty line')
    .action(
      async ({ year, name }: OfYear, options: Acting & { number: string; subject: string; file: string }) => {
        const actor = await actorOf(cli.reading, year, options);
        const text = await readText('--file', options.file);
        const { number, subject } = options;
        const draft = await (await cli.operations()).editDraft(year, name, { number, subject, text, actor });
        show(
          cli,
          options,
          draft,
          () => `The letter ${number} is edited. Read it with: ascn letter show ${year}/held/${name}`,
        );
      },
    );

  withActor(about('release', 'release a draft; a second person’s release sends it')).action(
    async ({ year, name }: OfYear, options: Acting) => {
      const actor = await actorOf(cli.reading, year, options);
      const draft = await (await cli.operations()).releaseDraft(year, name, { actor });
      show(cli, options, draft, () =>
        draft.state === 'released'
          ? `“${draft.title}” is released: ${counted(draft.orders.length, 'letter')} to be sent.`
          : `The release of “${draft.title}” is prepared. Another person sends it with: ascn letter release ${year}/held/${name} --as OFFICE`,
      );
    },
  );

  withReason(about('drop', 'drop a draft, or single letters of it'))
    .option('--number <NUMBER>', 'only the letter with this number; may stand several times', collect)
    .action(async ({ year, name }: OfYear, options: Acting & { number?: string[] }) => {
      const actor = await actorOf(cli.reading, year, options, true);
      const draft = await (await cli.operations()).dropDraft(year, name, { numbers: options.number, actor });
      show(cli, options, draft, () =>
        draft.state === 'dropped'
          ? `“${draft.title}” is dropped; nothing of it is sent.`
          : `Dropped. “${draft.title}” holds ${counted(draft.orders.length, 'letter')} now.`,
      );
    });
}

async function retake(cli: Cli, options: Json): Promise<void> {
  const arrived = await cli.reading.arrived();
  const taken = await (
    await cli.operations()
  ).retakeLetters(
    arrived.map(({ digest, document, recipients, authentication }) => ({
      digest,
      document,
      recipients,
      authentication,
      offsetMs: 0,
    })),
  );
  show(cli, options, { arrived: arrived.length, taken }, () =>
    taken.length === 0
      ? `The engine knows all ${counted(arrived.length, 'letter')} that came in for a request.`
      : `Handed on to the engine: ${taken.length} of ${counted(arrived.length, 'letter')} that came in for a request.`,
  );
}

async function list(cli: Cli, year: number, options: Json): Promise<void> {
  const { drafts } = await (await cli.operations()).status(year);
  const sent = await cli.reading.letters(year);
  show(cli, options, { sent, drafts }, () =>
    [
      section(
        `Sent (${sent.length})`,
        sent.length === 0
          ? 'None.'
          : table(
              ['Number', 'Sent', 'To', 'Subject', 'Outcome'],
              sent.map(({ number, at, to, subject, outcome, putOff }) => [
                number,
                utc(at),
                some(to),
                subject,
                putOff ? `put off since ${utc(putOff.since)}: ${putOff.reply}` : outcome,
              ]),
            ),
      ),
      section(`Drafts (${drafts.length})`, drafts.length > 0 ? printDrafts(year, drafts) : 'None.'),
    ].join('\n\n'),
  );
}

const some = (offices: readonly string[]): string =>
  offices.length > 2 ? `${offices[0]} and ${offices.length - 1} more` : offices.join(', ');

async function showLetter(cli: Cli, id: string, options: Json): Promise<void> {
  if (isDraft(id)) return showDraft(cli, parseDraft(id), options);
  if (isNumber(id)) return showSent(cli, id, options);
  if (!isMark(id)) {
    throw badInput(
      `The letter is “${id}”; expected its number, such as ASCN/2018/nomination/vn/1, a draft, such as 2018/held/announcement, ` +
        `or the mark of one that came in.`,
    );
  }
  await showReceived(cli, id, options);
}

async function showDraft(cli: Cli, { year, name }: OfYear, options: Json): Promise<void> {
  const draft = await (await cli.operations()).draft(year, name);
  const letters = await Promise.all(draft.orders.map((order) => cli.reading.preview(order)));
  show(cli, options, { ...draft, letters }, () =>
    [
      facts([
        ['Draft', `${year}/held/${name}`],
        ['About', draft.title],
        ['State', stateOf(draft)],
        ['Letters', String(letters.length)],
      ]),
      ...letters.map(({ number, subject, to, copy, letter }) => {
        const head = facts([
          ['Number', number],
          ['To', to.join(', ')],
          ['Copy', copy.join(', ')],
          ['Subject', subject],
        ]);
        return `${'-'.repeat(100)}\n${head}\n\n${letter.trimEnd()}`;
      }),
    ].join('\n\n'),
  );
}

function stateOf({ state, preparedBy, endedBy }: Draft): string {
  if (state === 'release-prepared')
    return `release prepared by ${preparedBy?.office}; another person releases it`;
  return endedBy ? `${state} by ${endedBy.office}${endedBy.why ? `: ${endedBy.why}` : ''}` : state;
}
