/** `ascn audit trace`: from a line of a paper to the letter that it came from, and from a letter to its lines. */
import type { Command } from 'commander';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';

export function addTrace(audit: Command, cli: Pick<Cli, 'print'>): void {
  audit
    .command('trace')
    .description(
      'follow a line of a paper to the letter that it came from, or an answer or a letter to where it was used',
    )
    .argument('<file>', 'the file that ascn audit export has written')
    .argument(
      '<what>',
      'a statement (summit:3.4), an item (summit:3), an answer (action-plan/da-nang), a letter by its digest or its number',
    )
    .option('--keys <FILE>', 'the key file, unless it lies beside the file, e.g. ascn-2018.keys.json')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, what: string, { keys, json }: Json & { keys?: string }) => {
      const { trace } = await import('../audit/trace.js');
      const { traceInWords } = await import('../audit/trace-words.js');
      const traced = await trace(file, what, keys);
      show(cli, { ...(json && { json }) }, traced, () => traceInWords(traced));
    });
}
