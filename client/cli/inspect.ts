/** `ascn letter inspect`: what a message is and says, when someone writes “but I answered”. */
import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { badInput } from '../../domain/errors.js';
import type { Inspection } from '../../workers/inspect.js';
import { inspectFile, inspectFolder } from '../../workers/inspect.js';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import { facts, paragraph, section } from './output.js';

type Printer = Pick<Cli, 'print'>;

export function addInspectCommand(letter: Command, cli: Printer): void {
  letter
    .command('inspect')
    .description(
      'tell what a message is, why, and what was read in it; nothing is changed, no engine is needed',
    )
    .argument('[file]', 'the message as a file, e.g. reply.eml')
    .option('--dir <FOLDER>', 'every message (.eml) of a folder instead, as JSON lines')
    .option('--json', 'print the result as JSON')
    .action((file: string | undefined, options: Json & { dir?: string }) => {
      if ((file === undefined) === (options.dir === undefined))
        throw badInput('Expected either a file or --dir FOLDER: ascn letter inspect reply.eml');
      return file === undefined ? printFolder(cli, options.dir!) : printFile(cli, file, options);
    });
}

async function printFolder(cli: Printer, folder: string): Promise<void> {
  await expectThere('--dir', folder, 'folder');
  for await (const inspection of inspectFolder(folder)) cli.print(JSON.stringify(inspection));
}

async function printFile(cli: Printer, file: string, options: Json): Promise<void> {
  await expectThere('The message', file, 'file');
  const inspection = await inspectFile(file);
  show(cli, options, inspection, () => inWords(inspection));
}

/** @throws CycleError `BadInput` */
async function expectThere(option: string, path: string, what: 'file' | 'folder'): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw badInput(`${option} names “${path}”, which is not there.`);
  if (found.isDirectory() !== (what === 'folder'))
    throw badInput(
      `${option} names “${path}”, which is no ${what}${what === 'file' ? '; for a folder use --dir' : ''}.`,
    );
}

const kinds: Record<Inspection['kind'], string> = {
  answer: 'an answer',
  acknowledgement: 'an acknowledgement: the answer is to follow',
  'auto-reply': 'an automatic reply, which counts as no answer',
  bounce: 'a report that a letter was not delivered',
  delay: 'a report that a letter has not been delivered yet',
  complaint: 'a complaint that a letter was unwanted',
  'read-receipt': 'a notice that a letter was opened',
  'calendar-reply': 'an answer to an invitation',
  challenge: 'a mail system that asks whether a person wrote',
  empty: 'empty',
  'not-ours': 'not one of ours, or not readable',
};

/** An account of a message for a person. */
function inWords(found: Inspection): string {
  const { bounce, authentication, attachments } = found;
  const head = facts([
    ['It is', `${kinds[found.kind]} (${found.kind}, ${Math.round(found.confidence * 100)}% sure)`],
    ['Because', found.reason],
    [
      'Not reached',
      bounce
        ? `${bounce.recipient}, status ${bounce.status || 'not given'}, ${bounce.permanent ? 'for good' : 'this time'}`
        : undefined,
    ],
    ['Refers to', found.reference ?? 'no letter of ours: neither a reply address nor a number'],
    ['Language', found.language ?? undefined],
    [
      'Origin',
      authentication
        ? `SPF ${authentication.spf ?? 'none'}, DKIM ${authentication.dkim ?? 'none'}, DMARC ${authentication.dmarc ?? 'none'}, as ${authentication.by.join(', ') || 'an unnamed server'} says; not verified`
        : 'no mail server says anything of it',
    ],
  ]);
  const files = attachments.map(
    ({ name, type, bytes, verdict }) => `${name} (${type}, ${bytes.toLocaleString('en')} bytes): ${verdict}`,
  );
  return [
    head,
    section('What the person wrote', found.text ? paragraph(found.text, 0) : 'Nothing.'),
    section('Attachments', files.length > 0 ? files.join('\n') : 'None.'),
    section('What is quoted below or between', found.quoted ? paragraph(found.quoted, 0) : 'Nothing.'),
  ].join('\n\n');
}
