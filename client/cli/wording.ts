/** The statements of a paper as a file to edit: statement id → words. */
import { Document, parseDocument } from 'yaml';
import { badInput } from '../../domain/errors.js';
import type { Paper } from '../../domain/paper.js';
import { statementsOf } from '../../domain/paper.js';

/** The file's text, as YAML. */
export function writeWording(paper: Paper): string {
  const document = new Document(Object.fromEntries(statementsOf(paper).map(({ id, text }) => [id, text])));
  document.commentBefore =
    ` ${paper.title.replace(/\s+/g, ' ')} (${paper.number}), version ${paper.version}.\n` +
    ` Change the words after an id; leave the ids. What is not changed, or left out, stays as it is.`;
  return document.toString({ lineWidth: 0 });
}

/**
 * Reads such a file. Everything is taken as words: a figure stays as it is written.
 *
 * @throws CycleError `BadInput` naming the option and the file
 */
export function readWording(option: string, file: string, text: string): Record<string, string> {
  const where = `${option} names “${file}”`;
  const document = parseDocument(text, { schema: 'failsafe' });
  const [fault] = document.errors;
  if (fault) throw badInput(`${where}, which is not YAML: ${fault.message.split('\n')[0]}`);
  const content: unknown = document.toJS();
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw badInput(
      `${where}; expected lines of “statement: words”, as ascn clearance show --out writes them.`,
    );
  }
  const wording: Record<string, string> = {};
  for (const [id, words] of Object.entries(content)) {
    if (typeof words !== 'string')
      throw badInput(`${where}: the statement “${id}” has a list or a block; expected words.`);
    wording[id] = words;
  }
  return wording;
}
