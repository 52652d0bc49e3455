/** The command line as a whole: its commands, its words for mistakes, its exit codes. */
import { Command, CommanderError } from 'commander';
import { CycleError } from '../../domain/errors.js';
import { addAuditCommands, addOfflineAuditCommands } from './audit.js';
import type { Cli } from './cli.js';
import { NotPassed } from './cli.js';
import { addClearanceCommands } from './clearance.js';
import { addCodecCommands } from './codec.js';
import { addCycleCommands } from './cycle.js';
import { addDecideCommand } from './decide.js';
import { addEraseCommand } from './erase.js';
import { addInspectCommand } from './inspect.js';
import { addKeyCommands, addOfflineKeyCommands } from './keys.js';
import { addLetterCommands } from './letter.js';
import { addMailboxCommands } from './mailbox.js';
import { plainWords } from './mistakes.js';
import { addRequestCommands } from './request.js';

type Printing = Pick<Cli, 'print' | 'complain'>;

export function createCli(cli: Cli): Command {
  const program = emptyProgram(cli);
  addCycleCommands(program, cli);
  addRequestCommands(program, cli);
  addLetterCommands(program, cli);
  addClearanceCommands(program, cli);
  addDecideCommand(program, cli);
  addMailboxCommands(program, cli);
  addAuditCommands(program, cli);
  addCodecCommands(program, cli);
  addKeyCommands(program, cli);
  addEraseCommand(program, cli);
  return program;
}

const emptyProgram = (cli: Printing): Command =>
  new Command('ascn')
    .description('The yearly cycle of the ASEAN Smart Cities Network, for the chair’s secretariat.')
    .exitOverride()
    .showHelpAfterError('How it is written is told by adding --help.')
    .configureOutput({
      writeOut: (text) => cli.print(text.trimEnd()),
      writeErr: (text) => cli.complain(text.trimEnd()),
      outputError: (text, write) => write(plainWords(text)),
    });

/**
 * Runs one command. What goes wrong is told in one or two lines, without a stack.
 *
 * @param words what stands after `ascn`
 * @returns the exit code: 0 done, 2 bad input or refused, 1 unavailable or unexpected
 */
export const runCli = (words: readonly string[], cli: Cli): Promise<number> =>
  run(createCli(cli), words, cli);

/** What of `ascn audit` an auditor runs, who has no installation. */
const offlineAudits = ['verify', 'timeline', 'trace', 'document'];

/** The same for the commands that need no installation; undefined for any other. */
export function runWithoutInstallation(words: readonly string[], cli: Printing): Promise<number> | undefined {
  const program = emptyProgram(cli);
  const [group, command] = words;
  if (group === 'letter' && command === 'inspect') addInspectCommand(program.command('letter'), cli);
  else if (group === 'keys' && command === 'new') addOfflineKeyCommands(program, cli);
  else if (group === 'audit' && offlineAudits.includes(command ?? '')) addOfflineAuditCommands(program, cli);
  else return undefined;
  return run(program, words, cli);
}

async function run(program: Command, words: readonly string[], cli: Printing): Promise<number> {
  try {
    await program.parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has told its own errors already; help that was asked for is none.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return tell(error, cli);
  }
}

/** Tells an error and gives its exit code. */
export function tell(error: unknown, { complain }: Pick<Cli, 'complain'>): number {
  if (error instanceof NotPassed) {
    complain(error.message);
    return 1;
  }
  if (error instanceof CycleError) {
    complain(error.message);
    return error.type === 'Unavailable' || error.type === 'Undeliverable' ? 1 : 2;
  }
  complain(`Something unexpected went wrong: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
}
