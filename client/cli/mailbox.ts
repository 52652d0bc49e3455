/** `ascn mailbox`: the local mailbox, to which letters go when no mail server is set. */
import type { Command } from 'commander';
import type { Email } from 'postal-mime';
import PostalMime from 'postal-mime';
import { badInput, CycleError } from '../../domain/errors.js';
import { findOffice } from '../../domain/office.js';
import type { Reading } from '../../workers/reading.js';
import { withJson } from './actor.js';
import type { Cli, Json, OutgoingMail } from './cli.js';
import { show } from './cli.js';
import { readText } from './files.js';
import { printMessage } from './message.js';
import { table, utc } from './output.js';

type Letter = Awaited<ReturnType<Reading['mailbox']>>[number];

export function addMailboxCommands(program: Command, cli: Cli): void {
  const mailbox = program
    .command('mailbox')
    .description('the local mailbox, to which letters go when no mail server is set: list, show, answer');

  withJson(mailbox.command('list', { isDefault: true }).description('the letters in it, oldest first'))
    .option('--to <OFFICE_OR_ADDRESS>', 'only letters to this office or mail address')
    .action(async (options: Json & { to?: string }) => {
      const all = (await cli.reading.mailbox()).map((letter, i) => ({ number: i + 1, ...letter }));
      const address = options.to === undefined ? undefined : await addressOf(cli.reading, options.to);
      const letters = all.filter(
        ({ to }) => address === undefined || to.some((each) => each.toLowerCase() === address),
      );
      show(cli, options, letters, () =>
        letters.length === 0
          ? 'There is no such letter in the local mailbox.'
          : table(
              ['No.', 'Came in', 'To', 'Subject'],
              letters.map(({ number, at, to, subject }) => [String(number), utc(at), to.join(', '), subject]),
            ),
      );
    });

  withJson(mailbox.command('show').description('print one letter'))
    .argument('<number>', 'its number in the list', parseNumber)
    .action(async (number: number, options: Json) => {
      const letter = await letterNumbered(cli, number);
      const message = await printMessage(await cli.reading.mailboxMessage(letter.file));
      show(cli, options, { number, ...letter, message }, () => message);
    });

  withJson(
    mailbox.command('answer').description('answer one letter by e-mail, as the office that it went to'),
  )
    .argument('<number>', 'its number in the list', parseNumber)
    .requiredOption('--file <FILE>', 'the text of the answer')
    .action(async (number: number, options: Json & { file: string }) => {
      const letter = await letterNumbered(cli, number);
      const text = await readText('--file', options.file);
      const asked = await PostalMime.parse(await cli.reading.mailboxMessage(letter.file));
      const mail = answerTo(asked, letter.to[0] ?? '', text);
      await cli.post(mail);
      show(
        cli,
        options,
        { from: mail.from, to: mail.to },
        () => `The answer of ${mail.from} was handed to the mailroom.`,
      );
    });
}

/** A plain reply, as a mail program makes one. */
function answerTo(asked: Email, from: string, text: string): OutgoingMail {
  const to = asked.replyTo?.[0]?.address ?? asked.from?.address ?? '';
  const id = asked.messageId ?? '';
  return { from, to, subject: `Re: ${asked.subject ?? ''}`, text, inReplyTo: id, references: id };
}

async function letterNumbered(cli: Cli, number: number): Promise<Letter> {
  const letters: Letter[] = await cli.reading.mailbox();
  const letter = letters[number - 1];
  if (letter) return letter;
  throw new CycleError(
    'NotFound',
    `The local mailbox holds ${letters.length} letters; there is no number ${number}.`,
  );
}

function parseNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text))
    throw badInput(`The letter is “${text}”; expected its number in: ascn mailbox list`);
  return Number(text);
}

/** A mail address as it is given, or that of an office. */
async function addressOf(reading: Pick<Reading, 'network'>, to: string): Promise<string> {
  if (to.includes('@')) return to.toLowerCase();
  const today = new Date().toISOString().slice(0, 10);
  return findOffice(await reading.network(today), to).address.toLowerCase();
}
