/** `ascn audit`: the file of a year for auditors, and its verification. */
import type { Command } from 'commander';
import type { Actor } from '../../domain/actor.js';
import { keyFileBeside } from '../../domain/bundle.js';
import { erasedInWords } from '../../domain/erasure.js';
import { badInput } from '../../domain/errors.js';
import { readPem } from '../../workers/pem.js';
import { isOfYear, readInWords } from '../../domain/readings.js';
import type { Witness } from '../audit/check-log.js';
import type { Finding } from '../audit/finding.js';
import { inOneLine } from '../audit/finding.js';
import type { VerifiedPublic } from '../audit/verify-public.js';
import { isForThePublic, verifyPublic } from '../audit/verify-public.js';
import type { Stage, Verified } from '../audit/verify.js';
import { addDocument } from './audit-document.js';
import { addTimeline } from './audit-timeline.js';
import { addTrace } from './audit-trace.js';
import type { ActorOptions } from './actor.js';
import { actorOf, withJson, withReason } from './actor.js';
import type { Cli, Json } from './cli.js';
import { NotPassed, show } from './cli.js';
import { parseYear } from './ids.js';
import { counted, printable, table, utc } from './output.js';

type Printer = Pick<Cli, 'print' | 'complain'>;

const describe = 'the record of a year: sealed, to be checked by anyone, without a network';

export function addAuditCommands(program: Command, cli: Cli): void {
  const audit = program.command('audit').description(describe);
  withReason(
    audit.command('export').description('write the file of a year for auditors, as it was sealed last'),
  )
    .argument('<year>', 'the year of the cycle')
    .requiredOption('--out <FILE>', 'the file to write, e.g. ascn-2018.zip')
    .option(
      '--keys-out <FILE>',
      'the file of the keys with which it is read; else beside it, e.g. ascn-2018.keys.json',
    )
    .option('--redacted', 'only what was published, for the public: it is read without keys')
    .action(async (year: string, options: Exported) => {
      const cycle = parseYear(year);
      if (options.redacted && options.keysOut !== undefined)
        throw badInput(
          '--keys-out and --redacted do not go together: what is for the public is read without keys.',
        );
      const actor = await actorOf(cli.reading, cycle, options, true);
      if (options.redacted) return exportPublic(cli, cycle, actor, options);
      const { out: file, keysOut: keyFile = keyFileBeside(file) } = options;
      const { files, seals, root } = await cli.reading.exportBundle({
        ...{ cycle, actor, into: file, keysInto: keyFile },
      });
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
  audit
    .command('seal')
    .description(
      'seal the log of a year once more, with what has happened since: after an erasure, for a year that is closed',
    )
    .argument('<year>', 'the year of the cycle')
    .option('--json', 'print the result as JSON')
    .action(async (year: string, options: Json) => {
      const cycle = parseYear(year);
      const seal = await (await cli.operations()).sealAgain(cycle);
      show(cli, options, seal, () => `Seal ${seal.number} of the year ${cycle}. Root: ${seal.root}`);
    });
  addReadings(audit, cli);
  addVerify(audit, cli);
  addTimeline(audit, cli);
  addTrace(audit, cli);
  addDocument(audit, cli);
}

interface Exported extends ActorOptions, Json {
  out: string;
  keysOut?: string;
  redacted?: boolean;
}

async function exportPublic(cli: Cli, cycle: number, actor: Actor, options: Exported): Promise<void> {
  const { out: into } = options;
  const { documents, seals, root } = await cli.reading.exportPublic({
    cycle,
    actor,
    into,
    secret: cli.secret(),
  });
  show(cli, options, { file: into, documents: documents.length, seals, root }, () =>
    [
      `${into}: what was published in ${cycle}, ${counted(documents.length, 'document')}, as of seal ${seals}. It may be given to anybody.`,
      `Root: ${root}`,
      `Check it with: ascn audit verify ${into}`,
    ].join('\n'),
  );
}

function addReadings(audit: Command, cli: Cli): void {
  withJson(audit.command('readings').description('who exported or opened what of the record, oldest first'))
    .argument('[year]', 'the file of this year only, and what was opened in this year')
    .action(async (text: string | undefined, options: Json) => {
      const year = text === undefined ? undefined : parseYear(text);
      const readings = (await cli.reading.readings()).filter(
        (reading) => year === undefined || isOfYear(reading, year),
      );
      show(cli, options, readings, () =>
        readings.length === 0
          ? 'Nobody has read the record so far.'
          : table(
              ['When', 'Who', 'What', 'Why'],
              readings.map((reading) => [
                utc(reading.at),
                reading.actor.office,
                readInWords(reading),
                [reading.actor.why, reading.actor.authority].filter(Boolean).join('; '),
              ]),
            ),
      );
    });
}

/** The commands that need no installation: on an auditor's machine there is none. */
export function addOfflineAuditCommands(program: Command, cli: Printer): void {
  const audit = program.command('audit').description(describe);
  addVerify(audit, cli);
  addTimeline(audit, cli);
  addTrace(audit, cli);
  addDocument(audit, cli);
}

interface VerifyArguments extends Json {
  keys?: string;
  root?: string;
  key?: string[];
  tsaCa?: string;
  withCurrentCode?: boolean;
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
    .option('--tsa-ca <FILE>', 'certificates of the time-stamp authority that you trust, in PEM')
    .option(
      '--with-current-code',
      'replay it against the workflow code of this installation instead of that which ran it: would a year go the same way today?',
    )
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: VerifyArguments) => {
      const { keys: keyFile, root, key, tsaCa, withCurrentCode, json } = options;
      const witness = {
        ...(root !== undefined && { root: hexadecimal('--root', root) }),
        ...(key && { keys: key.map((each) => hexadecimal('--key', each)) }),
      };
      if (await isForThePublic(file))
        return tellOfPublic(cli, await verifyPublic(file, witness), witness, { json });
      // they load the engine's library, which no other command needs
      const { verify } = await import('../audit/verify.js');
      const { cycleBundle } = await import('../../workers/bundle.js');
      const { readCertificates } = await import('../../domain/time-stamp.js');
      const authorities =
        tsaCa === undefined
          ? undefined
          : readCertificates(...readPem('--tsa-ca', tsaCa, 'certificates to trust'));
      const progress = process.stderr.isTTY && !json ? showProgress() : undefined;
      const verified = await verify(file, {
        ...witness,
        authorities,
        keyFile,
        ...(withCurrentCode && { codePath: cycleBundle }),
        ...(progress && { onProgress: progress.at }),
        onFinding: (finding) => {
          progress?.clear();
          if (!json) cli.print(lineOf(finding));
        },
      });
      progress?.clear();
      const { findings } = verified;
      show(cli, { json }, verified, () =>
        [
          inWords(verified, witness, withCurrentCode),
          timeStampsInWords(verified, authorities !== undefined),
        ].join('\n'),
      );
      if (findings.length > 0)
        throw new NotPassed(`It does not hold: ${counted(findings.length, 'finding')}.`);
      if (verified.unchecked.length > 0)
        throw new NotPassed(
          'It holds as far as it could be checked without its keys. Name the key file by --keys to check all of it.',
        );
    });
}

/** What the file of somebody unknown says must not act in a terminal, nor look like a line of ours. */
const lineOf = (finding: Finding): string => printable(inOneLine(finding)).replaceAll('\n', ' ');

/** What was found of a file for the public. @throws NotPassed where anything was */
function tellOfPublic(cli: Printer, verified: VerifiedPublic, witness: Witness, json: Json): void {
  const { network, cycle, seals, leaves, root, keys, published, findings } = verified;
  if (!json.json) for (const finding of findings) cli.print(lineOf(finding));
  show(cli, json, verified, () =>
    [
      `${network} ${cycle}, what was published: ${counted(published.length, 'version')} of pages, out of ${counted(leaves, 'leaf', 'leaves')} under ${counted(seals, 'seal')}.`,
      ...published.map(
        ({ date, title, version, copies }) => `  ${date}  ${title}, version ${version}: ${copies.join(', ')}`,
      ),
      `Root: ${root}`,
      `Signed by: ${keys.join(', ')}`,
      ...(findings.length > 0
        ? []
        : [
            'It shows: each of these stood in the record of the year when it was sealed last, word for word, marked public, and was published.',
            'It does not show: what else the record holds; that nothing else was published; that an item of a members’ paper is all that the paper says of its matter. Whoever has the whole record can check that.',
            witness.root === undefined
              ? 'No root from elsewhere was given: compare it with one that a letter told (--root, and the key by --key), which shows that this is the year’s own record.'
              : 'The root that was given is among the seals.',
          ]),
    ].join('\n'),
  );
  if (findings.length > 0) throw new NotPassed(`It does not hold: ${counted(findings.length, 'finding')}.`);
}

/** 32 bytes in hexadecimal digits. @throws CycleError `BadInput` */
function hexadecimal(option: string, text: string): string {
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw badInput(`${option} is “${text}”; expected 64 hexadecimal digits, as the letter has them.`);
  return text.toLowerCase();
}

/** What the authority said of the latest seal that has its time-stamp, which stands on all before it. */
function timeStampsInWords({ timeStamps, seals }: Verified, isVouchedFor: boolean): string {
  const last = timeStamps.at(-1);
  if (!last) return 'Time-stamps: no seal has one.';
  const who = isVouchedFor
    ? 'for which the given certificates vouch'
    : 'for which nobody has vouched: give the certificates that you trust with --tsa-ca';
  return `Time-stamps: ${timeStamps.length} of ${counted(seals, 'seal')}; seal ${last.seal} was there at ${last.at}, says ${last.by}, ${who}.`;
}

const inWords = (
  {
    network,
    cycle,
    seals,
    leaves,
    root,
    keys,
    histories,
    events,
    documents,
    erased,
    unchecked,
    findings,
  }: Verified,
  witness: Witness,
  withCurrentCode = false,
): string =>
  [
    `${network} ${cycle}: ${counted(seals, 'seal')} over ${counted(leaves, 'leaf', 'leaves')}; ${counted(histories, 'history', 'histories')} with ${counted(events, 'event')}; ${counted(documents, 'document')}.`,
    `Root: ${root}`,
    `Signed by: ${keys.join(', ')}`,
    ...erased.map(
      (each) => `${counted(each.documents, 'document')} of one person cannot be read: ${erasedInWords(each)}`,
    ),
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
