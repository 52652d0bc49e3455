/** Reads `data/letters/`: each letter's wording as data, in English and, as far as it goes, in other languages. */
import { readFile, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { badInput } from '../../../domain/errors.js';
import type { Language } from '../../../domain/network.js';
import type { MessageText } from './message-text.js';
import { readMessage } from './message-text.js';
import type { Placeholder } from './placeholders.js';
import { isPlaceholder, placeholders } from './placeholders.js';
import type { TemplateName } from './template-names.js';
import { isTemplateName, templateNames } from './template-names.js';
import type { Words } from './words.js';
import { readWords, wordsFile } from './words.js';

export interface Template {
  language: Language;
  subject: MessageText;
  /** Whether the order's form is printed below the text. */
  form: boolean;
  /** A paragraph with `when` is left out where the order does not give that placeholder. */
  paragraphs: { when?: Placeholder; message: MessageText }[];
}

export interface Templates {
  /**
   * The template in a language, or in English where that language does not have it.
   * @throws CycleError `BadInput` for a name that no letter has
   */
  find(name: string, language: Language): Template;
  words(language: Language): Words;
}

const languages: readonly Language[] = ['en', 'vi'];

const templateFile = z.strictObject({
  subject: z.string().min(1),
  form: z.boolean().default(true),
  text: z
    .array(z.union([z.string().min(1), z.strictObject({ when: z.string(), text: z.string().min(1) })]))
    .min(1),
});

/**
 * Reads and checks every letter.
 *
 * @param dataDir the project's `data` folder
 * @throws CycleError `BadInput` naming the file and the placeholder that is not known, a file that is no
 *   letter's, or the letter that is missing in English
 */
export async function loadTemplates(dataDir: string): Promise<Templates> {
  const read = new Map<Language, { templates: Map<TemplateName, Template>; words: Words }>();
  for (const language of languages) read.set(language, await loadLanguage(dataDir, language));
  const of = (language: Language) => read.get(language)!;
  const missing = templateNames.filter((name) => !of('en').templates.has(name));
  if (missing.length > 0) {
    throw badInput(
      `${join(dataDir, 'letters', 'en')}: the letter “${missing[0]}” is missing; expected ${missing[0]}.yaml with subject and text.`,
    );
  }
  return {
    find(name, language) {
      if (!isTemplateName(name)) {
        throw badInput(`There is no letter “${name}”. The letters are: ${templateNames.join(', ')}.`);
      }
      return of(language).templates.get(name) ?? of('en').templates.get(name)!;
    },
    words: (language) => of(language).words,
  };
}

async function loadLanguage(dataDir: string, language: Language) {
  const folder = join(dataDir, 'letters', language);
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.yaml')).sort();
  const templates = new Map<TemplateName, Template>();
  for (const file of names) {
    if (file === wordsFile) continue;
    const path = join(folder, file);
    const name = file.split(sep).join('/').slice(0, -'.yaml'.length);
    if (!isTemplateName(name)) {
      throw badInput(`${path}: no letter is called “${name}”. The letters are: ${templateNames.join(', ')}.`);
    }
    templates.set(name, readTemplate(await readYaml(path), language, path));
  }
  return {
    templates,
    words: readWords(await readYaml(join(folder, wordsFile)), language, join(folder, wordsFile)),
  };
}

function readTemplate(value: unknown, language: Language, path: string): Template {
  const checked = templateFile.safeParse(value);
  if (!checked.success) throw badInput(`${path}: ${z.prettifyError(checked.error)}`);
  return {
    language,
    form: checked.data.form,
    subject: readMessage(checked.data.subject, language, `${path}, subject`),
    paragraphs: checked.data.text.map((paragraph, i) => {
      const where = `${path}, paragraph ${i + 1}`;
      if (typeof paragraph === 'string') return { message: readMessage(paragraph, language, where) };
      if (!isPlaceholder(paragraph.when)) {
        throw badInput(
          `${where}: the placeholder “${paragraph.when}” in “when” is not known. Known are: ${Object.keys(placeholders).join(', ')}.`,
        );
      }
      return { when: paragraph.when, message: readMessage(paragraph.text, language, where) };
    }),
  };
}

async function readYaml(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw badInput(`${path} is missing or cannot be read.`);
  });
  try {
    return parse(text);
  } catch (error) {
    throw badInput(`${path} is not YAML: ${(error as Error).message.split('\n')[0]}`);
  }
}
