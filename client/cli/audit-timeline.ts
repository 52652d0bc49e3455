/** `ascn audit timeline`: the account of a year, as pages to read. */
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import { counted } from './output.js';

export function addTimeline(audit: Command, cli: Pick<Cli, 'print'>): void {
  audit
    .command('timeline')
    .description(
      'write the account of a year as pages to read: every request, letter, paper and decision, in words',
    )
    .argument('<file>', 'the file that ascn audit export has written')
    .option('--keys <FILE>', 'the key file, unless it lies beside the file, e.g. ascn-2018.keys.json')
    .requiredOption(
      '--html <FOLDER>',
      'the folder to write into: a new or empty one, or one that this command has written',
    )
    .option('--json', 'print the result as JSON')
    .action(async (file: string, { html, keys, json }: Json & { html: string; keys?: string }) => {
      const { writeTimeline } = await import('../audit/timeline/write.js');
      const written = await writeTimeline(file, html, keys);
      show(cli, { json }, written, () =>
        [
          `The year ${written.cycle} in ${counted(written.pages, 'page')}: ${counted(written.requests, 'request')}, ${counted(written.letters, 'letter')}.`,
          `Open ${join(html, written.open)} in a browser; nothing is fetched from elsewhere.`,
          'The account only reads the record. Whether that is whole and unchanged is told by: ascn audit verify',
        ].join('\n'),
      );
    });
}
