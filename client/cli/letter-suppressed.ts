/** `ascn letter suppressed` and `unsuppress`: offices to whose address no letter goes, and how that ends. */
import type { Command } from 'commander';
import { CycleError, refused } from '../../domain/errors.js';
import { findOffice } from '../../domain/office.js';
import type { Suppressed } from '../../domain/suppression.js';
import { toInstant } from '../../domain/time.js';
import type { ActorOptions } from './actor.js';
import { actorOf, withJson, withReason } from './actor.js';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import { kinds } from './letter-sent.js';
import { table, utc } from './output.js';

export function addSuppressionCommands(letter: Command, cli: Cli): void {
  withJson(
    letter
      .command('suppressed')
      .description('offices to whose address no letter goes, since one showed that it does not work'),
  ).action((options: Json) => list(cli, options));

  withReason(
    letter
      .command('unsuppress')
      .description('let letters go to an office again, at the address that did not work'),
  )
    .argument('<office>', 'the office, e.g. csco-da-nang')
    .action((office: string, options: ActorOptions & Json) => lift(cli, office, options));
}

async function list(cli: Cli, options: Json): Promise<void> {
  const suppressed = await Promise.all(
    (await cli.reading.suppressed()).map(async (each) => ({ ...each, address: await addressOf(cli, each) })),
  );
  show(cli, options, suppressed, () =>
    suppressed.length === 0
      ? 'None: letters go to every office that has an address.'
      : `${table(
          ['Office', 'Address', 'Since', 'Why', 'Letter'],
          suppressed.map(({ office, address, at, why, code, letter }) => [
            office,
            address,
            utc(at),
            `${kinds[why]}${code === undefined ? '' : ` (${code})`}`,
            letter,
          ]),
        )}\n\nLet letters go to one again: ascn letter unsuppress OFFICE --as OFFICE --why REASON`,
  );
}

/** The ledger of suppressions has no address; that of the letter has. */
async function addressOf(cli: Cli, { office, letter }: Suppressed): Promise<string> {
  const year = Number(/^ASCN\/(\d{4})\//.exec(letter)?.[1]);
  const state = await cli.reading.letterState(year, letter);
  return state?.before.recipients.find((each) => each.office === office)?.address ?? '';
}

async function lift(cli: Cli, office: string, options: ActorOptions & Json): Promise<void> {
  const today = toInstant(Date.now()).slice(0, 10);
  const actor = await actorOf(cli.reading, Number(today.slice(0, 4)), options, true);
  const { kind } = findOffice(await cli.reading.network(today), actor.office);
  if (kind !== 'chair-secretariat')
    throw refused(
      `“${actor.office}” is not an office of a chair's secretariat; only these decide to whom letters go.`,
    );
  const lifted = await cli.reading.unsuppress(office, actor);
  if (lifted.length === 0)
    throw new CycleError(
      'NotFound',
      `No address of “${office}” is suppressed. List those that are with: ascn letter suppressed`,
    );
  show(
    cli,
    options,
    lifted,
    () =>
      `Letters go to ${office} again, from the next one on. A request that was asked of another stays there.`,
  );
}
