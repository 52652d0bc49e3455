/** The command line as a whole: its commands, its words for mistakes, its exit codes. */
import { Command, CommanderError } from 'commander';
import { CycleError } from '../../domain/errors.js';
import type { Cli } from './cli.js';
import { addClearanceCommands } from './clearance.js';
import { addCycleCommands } from './cycle.js';
import { addDecideCommand } from './decide.js';
import { addLetterCommands } from './letter.js';
import { addMailboxCommands } from './mailbox.js';
import { plainWords } from './mistakes.js';
import { addRequestCommands } from './request.js';

export function createCli(cli: Cli): Command {
  const program = new Command('ascn')
    .description('The yearly cycle of the ASEAN Smart Cities Network, for the chair’s secretariat.')
    .exitOverride()
    .showHelpAfterError('How it is written is told by adding --help.')
    .configureOutput({
      writeOut: (text) => cli.print(text.trimEnd()),
      writeErr: (text) => cli.complain(text.trimEnd()),
      outputError: (text, write) => write(plainWords(text)),
    });
  addCycleCommands(program, cli);
  addRequestCommands(program, cli);
  addLetterCommands(program, cli);
  addClearanceCommands(program, cli);
  addDecideCommand(program, cli);
  addMailboxCommands(program, cli);
  return program;
}

/**
 * Runs one command. What goes wrong is told in one or two lines, without a stack.
 *
 * @param words what stands after `ascn`
 * @returns the exit code: 0 done, 2 bad input or refused, 1 unavailable or unexpected
 */
export async function runCli(words: readonly string[], cli: Cli): Promise<number> {
  try {
    await createCli(cli).parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has told its own errors already; help that was asked for is none.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return tell(error, cli);
  }
}

/** Tells an error and gives its exit code. */
export function tell(error: unknown, { complain }: Pick<Cli, 'complain'>): number {
  if (error instanceof CycleError) {
    complain(error.message);
    return error.type === 'Unavailable' || error.type === 'Undeliverable' ? 1 : 2;
  }
  complain(`Something unexpected went wrong: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
}
