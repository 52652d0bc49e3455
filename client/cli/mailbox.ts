/** `ascn mailbox`: the local mailbox, to which letters go when no mail server is set. */
import type { Command } from 'commander';
import { badInput, CycleError } from '../../domain/errors.js';
import { findOffice } from '../../domain/office.js';
import type { Reading } from '../../workers/reading.js';
import { withJson } from './actor.js';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import { printMessage } from './message.js';
import { table, utc } from './output.js';

type Letter = Awaited<ReturnType<Reading['mailbox']>>[number];

export function addMailboxCommands(program: Command, cli: Cli): void {
  const mailbox = program
    .command('mailbox')
    .description('the local mailbox, to which letters go when no mail server is set: list, show');

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
      const letters: Letter[] = await cli.reading.mailbox();
      const letter = letters[number - 1];
      if (!letter)
        throw new CycleError(
          'NotFound',
          `The local mailbox holds ${letters.length} letters; there is no number ${number}.`,
        );
      const message = await printMessage(await cli.reading.mailboxMessage(letter.file));
      show(cli, options, { number, ...letter, message }, () => message);
    });
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
