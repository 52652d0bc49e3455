/** `ascn letter`: what went out, what is held for a person, what was kept aside. */
import type { Command } from 'commander';
import { badInput, CycleError } from '../../domain/errors.js';
import { shortRequest } from '../../domain/ids.js';
import type { Draft } from '../../workflows/held-letter-messages.js';
import type { KeptAside } from '../../workflows/network-messages.js';
import type { ActorOptions } from './actor.js';
import { actorOf, withActor, withJson, withReason } from './actor.js';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import { readText } from './files.js';
import type { OfYear } from './ids.js';
import { collect, isDraft, parseDraft, parseYear } from './ids.js';
import { printMessage } from './message.js';
import { counted, facts, section, table, utc } from './output.js';
import { printDrafts } from './status.js';

type Acting = ActorOptions & Json;

export function addLetterCommands(program: Command, cli: Cli): void {
  const letter = program.command('letter').description('letters: list, show, edit, release, drop');
  const about = (name: string, description: string): Command =>
    letter
      .command(name)
      .description(description)
      .argument('<draft>', 'the draft, e.g. 2018/held/announcement', parseDraft);

  withJson(letter.command('list').description('the letters of a year: sent, drafts, and those kept aside'))
    .argument('<year>', 'the year, e.g. 2027', parseYear)
    .option('--aside', 'only letters that came in and belong to no request')
    .action((year: number, options: Json & { aside?: boolean }) => list(cli, year, options));

  withJson(
    letter.command('show').description('print a letter that was sent, a draft, or a letter kept aside'),
  )
    .argument(
      '<letter>',
      'its number, e.g. ASCN/2018/nomination/vn/1, its draft, or its mark in the list of those kept aside',
    )
    .action((id: string, options: Json) => showLetter(cli, id, options));

  withJson(
    letter
      .command('retake')
      .description('after a restore: hand letters of the store to the engine where it does not know them'),
  ).action((options: Json) => retake(cli, options));

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

async function list(cli: Cli, year: number, options: Json & { aside?: boolean }): Promise<void> {
  const operations = await cli.operations();
  const { aside } = await operations.registry();
  if (options.aside) {
    show(cli, options, aside, () => printAside(aside));
    return;
  }
  const { drafts } = await operations.status(year);
  const sent = await cli.reading.letters(year);
  show(cli, options, { sent, drafts, aside }, () =>
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
      section(`Kept aside (${aside.length})`, printAside(aside)),
    ].join('\n\n'),
  );
}

const some = (offices: readonly string[]): string =>
  offices.length > 2 ? `${offices[0]} and ${offices.length - 1} more` : offices.join(', ');

/** The first characters of a digest, by which a person names a letter that lies aside. */
const markOf = ({ digest }: KeptAside): string => digest.slice(0, 12);

const printAside = (aside: readonly KeptAside[]): string =>
  aside.length === 0
    ? 'None.'
    : table(
        ['Mark', 'Came in', 'Is', 'Why'],
        aside.map((letter) => [markOf(letter), utc(letter.receivedAt), letter.verdict, letter.reason]),
      );

async function showLetter(cli: Cli, id: string, options: Json): Promise<void> {
  if (isDraft(id)) return showDraft(cli, parseDraft(id), options);
  const year = /^ASCN\/(\d{4})\//.exec(id)?.[1];
  if (year !== undefined) {
    const row = (await cli.reading.letters(parseYear(year))).find(({ number }) => number === id);
    if (!row)
      throw new CycleError(
        'NotFound',
        `No letter ${id} was sent. List the letters with: ascn letter list ${year}`,
      );
    const message = await printMessage(await cli.reading.store.get(row.document));
    const refused = row.refused.map(({ office, reply }) => `${office}: ${reply}`).join('\n');
    const head = facts([
      ['Number', id],
      ['Outcome', `${row.outcome}, ${utc(row.at)}`],
      ['Refused', refused],
    ]);
    show(cli, options, { ...row, message }, () => `${head}\n${message}`);
    return;
  }
  if (!/^[0-9a-f]{12,64}$/.test(id)) {
    throw badInput(
      `The letter is “${id}”; expected its number, such as ASCN/2018/nomination/vn/1, a draft, such as 2018/held/announcement, ` +
        `or the mark of one that came in.`,
    );
  }
  const received = (await cli.reading.received()).find(({ digest }) => digest.startsWith(id));
  if (!received)
    throw new CycleError(
      'NotFound',
      `No letter that came in has the mark ${id}. List those kept aside with: ascn letter list YEAR --aside`,
    );
  const message = await printMessage(await cli.reading.store.get(received.document));
  const about = received.requests.map(shortRequest).join(', ');
  const head = facts([
    ['Came in', utc(received.receivedAt)],
    ['Judged', `${received.verdict}: ${received.reason}`],
    ['Handed to', received.outcome === 'kept-aside' ? 'nobody; it is kept aside' : about],
  ]);
  show(cli, options, { ...received, message }, () => `${head}\n${message}`);
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
