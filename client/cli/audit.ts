/** `ascn audit`: the file of a year for auditors, and its verification. */
import type { Command } from 'commander';
import { keyFileBeside } from '../../domain/bundle.js';
import { badInput } from '../../domain/errors.js';
import type { Witness } from '../audit/check-log.js';
import { inOneLine } from '../audit/finding.js';
import type { Stage, Verified } from '../audit/verify.js';
import type { Cli, Json } from './cli.js';
import { NotPassed, show } from './cli.js';
import { parseYear } from './ids.js';
import { counted } from './output.js';

type Printer = Pick<Cli, 'print' | 'complain'>;

const describe = 'the record of a year: sealed, to be checked by anyone, without a network';

export function addAuditCommands(program: Command, cli: Cli): void {
  const audit = program.command('audit').description(describe);
  audit
    .command('export')
    .description('write the file of a year for auditors, as it was sealed last')
    .argument('<year>', 'the year of the cycle')
    .requiredOption('--out <FILE>', 'the file to write, e.g. ascn-2018.zip')
    .option(
      '--keys-out <FILE>',
      'the file of the keys with which it is read; else beside it, e.g. ascn-2018.keys.json',
    )
    .option('--json', 'print the result as JSON')
    .action(async (year: string, options: Json & { out: string; keysOut?: string }) => {
      const cycle = parseYear(year);
      const { out: file, keysOut: keyFile = keyFileBeside(file) } = options;
      const { files, seals, root } = await cli.reading.exportBundle(cycle, file, keyFile);
      const written = { file, keyFile, files: Object.keys(files).length, seals, root };
      show(cli, options, written, () =>
        [
          `${file}: ${counted(written.files, 'file')} of the year ${cycle}, as of seal ${seals}.`,
          `${keyFile}: the keys with which it is read. Give it to auditors only, and another way than the file itself.`,
          `Root: ${root}`,
          `Check it with: ascn audit verify ${file} --keys ${keyFile}`,
        ].join('\n'),
      );
    });
  addVerify(audit, cli);
}

/** The commands that need no installation: on an auditor's machine there is none. */
export function addOfflineAuditCommands(program: Command, cli: Printer): void {
  addVerify(program.command('audit').description(describe), cli);
}

function addVerify(audit: Command, cli: Printer): void {
  audit
    .command('verify')
    .description(
      'check the file of a year: that nothing was changed, left out or put in, and that its code would do it again',
    )
    .argument('<file>', 'the file that ascn audit export has written')
    .option('--keys <FILE>', 'the key file, unless it lies beside the file, e.g. ascn-2018.keys.json')
    .option('--root <ROOT>', 'the root that a letter told, in hexadecimal')
    .option(
      '--key <KEY...>',
      'the public key of the seals, in hexadecimal; several where the secret was changed',
    )
    .option(
      '--with-current-code',
      'replay it against the workflow code of this installation instead of that which ran it: would a year go the same way today?',
    )
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: VerifyWords) => {
      const { keys: keyFile, root, key, withCurrentCode, json } = options;
      const witness = {
        ...(root !== undefined && { root: hexadecimal('--root', root) }),
        ...(key && { keys: key.map((each) => hexadecimal('--key', each)) }),
      };
      // they load the engine's library, which no other command needs
      const { verify } = await import('../audit/verify.js');
      const { cycleBundle } = await import('../../workers/bundle.js');
      const progress = process.stderr.isTTY && !json ? showProgress() : undefined;
      const verified = await verify(file, {
        ...witness,
        keyFile,
        ...(withCurrentCode && { codePath: cycleBundle }),
        ...(progress && { onProgress: progress.at }),
        onFinding: (finding) => {
          progress?.clear();
          if (!json) cli.print(inOneLine(finding));
        },
      });
      progress?.clear();
      const { findings } = verified;
      show(cli, { json }, verified, () => inWords(verified, witness, withCurrentCode));
      if (findings.length > 0)
        throw new NotPassed(`It does not hold: ${counted(findings.length, 'finding')}.`);
      if (verified.unchecked.length > 0)
        throw new NotPassed(
          'It holds as far as it could be checked without its keys. Name the key file by --keys to check all of it.',
        );
    });
}

interface VerifyWords extends Json {
  keys?: string;
  root?: string;
  key?: string[];
  withCurrentCode?: boolean;
}

/** 32 bytes in hexadecimal digits. @throws CycleError `BadInput` */
function hexadecimal(option: string, text: string): string {
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw badInput(`${option} is “${text}”; expected 64 hexadecimal digits, as the letter has them.`);
  return text.toLowerCase();
}

const inWords = (
  { network, cycle, seals, leaves, root, keys, histories, events, documents, unchecked, findings }: Verified,
  witness: Witness,
  withCurrentCode = false,
): string =>
  [
    `${network} ${cycle}: ${counted(seals, 'seal')} over ${counted(leaves, 'leaf', 'leaves')}; ${counted(histories, 'history', 'histories')} with ${counted(events, 'event')}; ${counted(documents, 'document')}.`,
    `Root: ${root}`,
    `Signed by: ${keys.join(', ')}`,
    ...(findings.length > 0
      ? []
      : [
          ...(unchecked.length > 0
            ? [
                'Every byte is as it was sealed, no event is missing, and every workflow that another started is there.',
                'Not checked:',
                ...unchecked.map((sentence) => `  ${sentence}`),
              ]
            : [
                `Every byte is as it was sealed, nothing is missing, and the code ${withCurrentCode ? 'of this installation' : 'that ran the year'} would do all of it again.`,
              ]),
          witness.root === undefined
            ? 'No root from elsewhere was given: compare it with one that a letter told (--root), which shows that this is the log that the letter told of.'
            : 'The root that was given is among the seals.',
        ]),
  ].join('\n');

const stages: Record<Stage, string> = {
  files: 'Reading the files',
  histories: 'Checking the histories',
  replay: 'Replaying the histories',
};

/** One line on the terminal, written anew ten times a second. */
function showProgress() {
  let last = 0;
  return {
    at: (stage: Stage, done: number, all: number): void => {
      if (Date.now() - last < 100) return;
      last = Date.now();
      process.stderr.write(`\r\x1b[K${stages[stage]}: ${done} of ${all}`);
    },
    clear: (): void => void process.stderr.write('\r\x1b[K'),
  };
}
