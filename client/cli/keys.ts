/** `ascn keys`: the key ring, which opens everything that is kept. */
import type { Command } from 'commander';
import { badInput } from '../../domain/errors.js';
import { makeRing } from '../../workers/key-ring.js';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import { counted } from './output.js';

const describe = 'the key ring, with which all documents are encrypted';

export function addKeyCommands(program: Command, cli: Cli): void {
  const keys = program.command('keys').description(describe);
  keys
    .command('status')
    .description('where the key ring lies, its master keys, and how many keys each of them wraps')
    .option('--json', 'print the result as JSON')
    .action(async (options: Json) => {
      const status = await cli.reading.keysStatus();
      show(cli, options, status, () =>
        [
          `The key ring is ${status.file}; keep a copy of it apart from the data.`,
          ...status.masters.map(
            ({ id, wraps }) =>
              `${id}  wraps ${counted(wraps, 'key')}${id === status.current ? '; it is the current one' : ''}`,
          ),
        ].join('\n'),
      );
    });
  keys
    .command('rotate')
    .description('make a new master key: every key is wrapped anew under it, and new documents get new keys')
    .option('--json', 'print the result as JSON')
    .action(async (options: Json) => {
      const rotated = await cli.reading.rotateKeys();
      show(cli, options, rotated, () =>
        [
          `${rotated.current} is the current master key; ${counted(rotated.rewrapped, 'key')} ${rotated.rewrapped === 1 ? 'was' : 'were'} wrapped anew under it.`,
          'Back up the key ring now; and where several machines work on these documents, copy it to all of them.',
        ].join('\n'),
      );
    });
  addNew(keys, cli);
}

/** The command that needs no installation: it comes before there is one. */
export function addOfflineKeyCommands(program: Command, cli: Pick<Cli, 'print'>): void {
  addNew(program.command('keys').description(describe), cli);
}

function addNew(keys: Command, cli: Pick<Cli, 'print'>): void {
  keys
    .command('new')
    .description('make a key ring for a network of several machines; each of them gets the same file')
    .argument('<file>', 'the file to write, e.g. keys.json')
    .action((file: string) => {
      if (!makeRing(file))
        throw badInput(
          `${file} is there already; expected a name that is free, since what is in it may open documents.`,
        );
      cli.print(
        [
          `${file}: a new key ring, readable by its owner only. Set ASCN_KEYS to it on every machine.`,
          'Back it up now, apart from the data: without it nothing can be read, and nobody can make it again.',
        ].join('\n'),
      );
    });
}
