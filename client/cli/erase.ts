/** `ascn erase`: one person's data are erased, on somebody's order, by two persons. */
import type { Command } from 'commander';
import { badInput, refused } from '../../domain/errors.js';
import { erasedInWords } from '../../domain/erasure.js';
import { findOffice } from '../../domain/office.js';
import { toInstant } from '../../domain/time.js';
import type { ActorOptions } from './actor.js';
import { actorOf, withActor } from './actor.js';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';

type Options = ActorOptions & Json & { order?: string; confirm?: boolean };

export function addEraseCommand(program: Command, cli: Cli): void {
  withActor(
    program
      .command('erase')
      .description('erase what one person wrote and was written: their keys are destroyed, for good')
      .argument('<address>', 'the mail address of the person')
      .option(
        '--order <ORDER>',
        'on whose order; it stands in the record, so name an office and a paper, and no person',
      )
      .option('--confirm', 'carry out what another person has prepared'),
  ).action((address: string, options: Options) => erase(cli, address, options));
}

async function erase(cli: Cli, address: string, options: Options): Promise<void> {
  if (!/^[^\s@]+@[^\s@]+$/.test(address))
    throw badInput(
      `The address is “${address}”; expected the mail address of a person, such as csco@da-nang.vn.example.`,
    );
  const order = options.order?.trim();
  if ((order === undefined || order === '') === (options.confirm === undefined))
    throw badInput('Expected either --order with the order in quotation marks, to prepare it, or --confirm.');
  const today = toInstant(Date.now()).slice(0, 10);
  const { offices, rules } = await cli.reading.network(today);
  const actor = await actorOf(cli.reading, Number(today.slice(0, 4)), options);
  if (findOffice({ offices }, actor.office).kind !== 'chair-secretariat')
    throw refused(
      `“${actor.office}” is not an office of a chair's secretariat; only these erase, on the order of whoever may give it.`,
    );
  const { twoPersons } = rules;
  if (order) {
    const prepared = await cli.reading.prepareErasure(address, { order, actor });
    if (twoPersons)
      return show(cli, options, prepared, () =>
        [
          'Prepared; nothing is erased yet. All letters of this person, to them, and what they answered can then never be read again, here or by auditors; that they were there, and when, stays in the record.',
          `Another person of the secretariat carries it out: ascn erase ${address} --confirm --as OFFICE`,
        ].join('\n'),
      );
  }
  const erasure = await cli.reading.confirmErasure(address, { actor, twoPersons });
  show(cli, options, erasure, () =>
    [
      erasedInWords(erasure),
      'Now erase it from the backups too: every copy of the folder keys/ that is older brings the keys back. Whatever runs reads with them for at most a minute more.',
      'Seal the years that are closed again, so that their auditors see it: ascn audit seal YEAR',
    ].join('\n'),
  );
}
