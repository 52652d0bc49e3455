/** `ascn audit document`: writes one document of a year, as it was before it was encrypted. */
import type { Command } from 'commander';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import { writeNew } from './files.js';

interface DocumentArguments extends Json {
  out: string;
  keys?: string;
}

export function addDocument(audit: Command, cli: Pick<Cli, 'print'>): void {
  audit
    .command('document')
    .description('write one document of the year to a file, in plain: a letter, an answer, a paper')
    .argument('<file>', 'the file that ascn audit export has written')
    .argument(
      '<document>',
      'documents/…, as ascn audit trace names it, or sha256:…; its first 12 digits will do',
    )
    .requiredOption('--out <FILE>', 'the new file to write, e.g. letter.eml')
    .option('--keys <FILE>', 'the key file, unless it lies beside the file, e.g. ascn-2018.keys.json')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, what: string, { out, keys, json }: DocumentArguments) => {
      const { readDocument } = await import('../audit/document.js');
      const { address, content, sha256 } = await readDocument(file, what, keys);
      await writeNew('--out', out, content);
      show(cli, { json }, { file: out, address, sha256, bytes: content.length }, () =>
        [`${out}: ${content.length} bytes`, `SHA-256 ${sha256}`].join('\n'),
      );
    });
}
