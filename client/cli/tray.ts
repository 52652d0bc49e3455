/** `ascn letter tray`: letters that were kept aside, and what a person does with them. */
import type { Command } from 'commander';
import { badInput, CycleError, refused } from '../../domain/errors.js';
import type { ReceivedLetter } from '../../domain/received.js';
import { endedInWords, endingInWords, liesInTray, markOf, requestInWords } from '../../domain/tray.js';
import type { Reading } from '../../workers/reading.js';
import type { ActorOptions } from './actor.js';
import { actorOf, withJson, withReason } from './actor.js';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import { readText } from './files.js';
import type { OfYear } from './ids.js';
import { parseRequest } from './ids.js';
import { printMessage, writerOf } from './message.js';
import { counted, facts, printable, table, utc } from './output.js';

type Acting = ActorOptions & Json;
type TrayMatter = Awaited<ReturnType<Reading['trayMatter']>>;

const mark = /^[0-9a-f]{12,64}$/;
/** A mark: the first twelve characters or more of a letter's digest. */
export const isMark = (text: string): boolean => mark.test(text);

function parseMark(text: string): string {
  if (isMark(text)) return text;
  throw badInput(`The letter is “${text}”; expected its mark, as ascn letter tray gives it.`);
}

export function addTrayCommands(letter: Command, cli: Cli): void {
  const tray = letter
    .command('tray')
    .description('letters that were kept aside: list, show, assign, record, dismiss');
  const about = (name: string, description: string): Command =>
    tray
      .command(name)
      .description(description)
      .argument('<mark>', 'the letter’s mark, as ascn letter tray gives it', parseMark);
  const forRequest = (command: Command): Command =>
    withReason(command).requiredOption(
      '--request <REQUEST>',
      'the request, e.g. 2018/action-plan/da-nang',
      parseRequest,
    );

  withJson(
    tray.command('list', { isDefault: true }).description('every letter that lies there, oldest first'),
  ).action((options: Json) => list(cli, options));

  withJson(about('show', 'print a letter, and what was done with it')).action((id: string, options: Json) =>
    showReceived(cli, id, options),
  );

  forRequest(
    about('assign', 'give a letter to a request as its answer; another person or the office confirms it'),
  ).action(async (id: string, options: Acting & { request: OfYear }) => {
    const { year, name } = options.request;
    const actor = await actorOf(cli.reading, year, options, true);
    const digest = await digestAt(cli, id);
    const ended = await (await cli.operations()).assignLetter(year, name, { digest, actor });
    show(
      cli,
      options,
      ended,
      () =>
        `The letter ${markOf(digest)} is given to ${year}/${name}, and is read as its answer. See what was understood with: ascn request show ${year}/${name}\n` +
        `It counts once the office has confirmed it, or another person: ascn request confirm ${year}/${name} --as OFFICE`,
    );
  });

  forRequest(
    about('record', 'record what a letter says as the answer to a request; a second person confirms it'),
  )
    .requiredOption('--file <FILE>', 'the answer as text, with the form’s “Label: value” lines')
    .action(async (id: string, options: Acting & { request: OfYear; file: string }) => {
      const { year, name } = options.request;
      const actor = await actorOf(cli.reading, year, options, true);
      const digest = await digestAt(cli, id);
      const { endings, ended } = await cli.reading.trayMatter(digest);
      const over = endedInWords(digest, endings, ended);
      if (over !== undefined) throw refused(over);
      const text = await readText('--file', options.file);
      const operations = await cli.operations();
      const authority = `letter ${markOf(digest)}`;
      const record = await operations.record(year, name, { text, actor: { ...actor, authority } });
      await operations.letterRecorded(year, name, { digest, actor });
      show(
        cli,
        options,
        record,
        () =>
          `What the letter ${markOf(digest)} says is recorded. See how it stands with: ascn request show ${year}/${name}\n` +
          `Where two persons are wanted, another one confirms it: ascn request confirm ${year}/${name} --as OFFICE`,
      );
    });

  withReason(about('dismiss', 'take a letter from the tray; it stays in the store')).action(
    async (id: string, options: Acting) => {
      const digest = await digestAt(cli, id);
      const { letter: dismissed } = await cli.reading.trayMatter(digest);
      const actor = await actorOf(cli.reading, Number(dismissed.receivedAt.slice(0, 4)), options, true);
      const ended = await (await cli.operations()).dismissLetter(digest, actor);
      show(
        cli,
        options,
        ended,
        () =>
          `The letter ${markOf(digest)} is dismissed. It stays in the store: ascn letter show ${markOf(digest)}`,
      );
    },
  );
}

/** A line of the list, with the address that the letter gives as its writer's. */
async function rowOf(cli: Cli, { letter }: TrayMatter) {
  const { digest, document, receivedAt, verdict, reason, requests, from: office } = letter;
  const raw = await cli.reading.store.get(document).catch(() => undefined);
  return {
    ...{ mark: markOf(digest), digest, receivedAt, office, verdict, reason: printable(reason) },
    from: raw ? await writerOf(raw) : '',
    requests: requests.map(requestInWords),
  };
}

async function list(cli: Cli, options: Json): Promise<void> {
  const rows: Awaited<ReturnType<typeof rowOf>>[] = [];
  for (const matter of await cli.reading.tray()) rows.push(await rowOf(cli, matter));
  show(cli, options, rows, () =>
    rows.length === 0
      ? 'Nothing lies in the tray.'
      : [
          table(
            ['Mark', 'Came in', 'From', 'Seems to be', 'Why'],
            rows.map(({ mark: id, receivedAt, from, verdict, requests, reason }) => [
              id,
              utc(receivedAt),
              from,
              requests.length > 0 ? `${verdict}, about ${requests.join(', ')}` : verdict,
              reason,
            ]),
          ),
          `${counted(rows.length, 'letter')}. Read one with: ascn letter tray show MARK`,
        ].join('\n\n'),
  );
}

/** The digest that a mark stands for. */
async function digestAt(cli: Cli, id: string): Promise<string> {
  const received = (await cli.reading.received()).map(({ digest }) => digest);
  const besides = (await cli.reading.tray()).map(({ letter }) => letter.digest);
  const found = [...new Set([...received, ...besides])].filter((digest) => digest.startsWith(id));
  if (found.length > 1)
    throw badInput(`The mark ${id} stands for ${counted(found.length, 'letter')}; give more of it.`);
  if (found[0] !== undefined) return found[0];
  throw new CycleError(
    'NotFound',
    `No letter that came in has the mark ${id}. List those kept aside with: ascn letter tray`,
  );
}

/** Prints a letter that came in: how it was judged, what became of it, what it says. */
export async function showReceived(cli: Cli, id: string, options: Json): Promise<void> {
  const digest = await digestAt(cli, id);
  const received = (await cli.reading.received()).find((each) => each.digest === digest);
  const matter = received && !liesInTray(received.outcome) ? undefined : await cli.reading.trayMatter(digest);
  const letter = matter?.letter ?? received!;
  const raw = await cli.reading.store.get(letter.document);
  const message = await printMessage(raw);
  const head = facts([
    ['Came in', utc(letter.receivedAt)],
    ['Judged', printable(`${letter.verdict}: ${letter.reason}`)],
    ...(matter ? trayFacts(matter) : handed(received!)),
  ]);
  const told = { ...letter, ...(matter && { endings: matter.endings, inTray: !matter.ended }), message };
  show(cli, options, told, () => `${head}\n${message}`);
}

const handed = ({ requests }: ReceivedLetter): [string, string][] => [
  ['Handed to', requests.map(requestInWords).join(', ')],
];

function trayFacts({ letter, endings, ended }: TrayMatter): [string, string][] {
  const about = letter.requests.map(requestInWords).join(', ');
  const id = markOf(letter.digest);
  return [
    ['Handed to', ended ? '' : 'nobody; it is kept aside'],
    ['Perhaps about', about],
    ['In the tray', endings.map((ending) => `${endingInWords(ending)} (${utc(ending.at)})`).join('\n')],
    [
      'What you can do',
      ended
        ? ''
        : [
            `ascn letter tray assign ${id} --request REQUEST --as OFFICE --why REASON`,
            `ascn letter tray record ${id} --request REQUEST --file ANSWER.txt --as OFFICE --why REASON`,
            `ascn letter tray dismiss ${id} --as OFFICE --why REASON`,
          ].join('\n'),
    ],
  ];
}
