/** Reading the papers' definitions and the framework's text from `data/papers/`. */
import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { badInput } from '../../domain/errors.js';
import type { FrameworkSection, PaperDefinition } from '../../domain/papers/definition.js';
import { blockNames } from '../../domain/papers/definition.js';
import type { OptionsWording } from '../../domain/papers/options-paper.js';
import { placeholders, unknownPlaceholders } from '../../domain/papers/placeholders.js';

const words = z.string().trim().min(1);
const marking = z.enum(['public', 'members', 'restricted']);

const definition = z.strictObject({
  id: words,
  document: words,
  marking,
  titles: z.object({ default: words }).catchall(words),
  subtitle: words.optional(),
  addressee: words.optional(),
  noSession: z.boolean().optional(),
  missingAnswer: words.optional(),
  items: z
    .array(
      z.strictObject({
        id: words,
        title: words,
        actionRequested: words,
        marking: marking.optional(),
        intro: z.array(words),
        content: z.array(z.enum(blockNames)),
      }),
    )
    .min(1),
});

const framework = z.array(
  z.strictObject({
    id: words,
    title: words,
    paragraphs: z.array(z.strictObject({ text: words, source: words })).min(1),
  }),
);

const options = z.strictObject({
  title: words,
  document: words,
  addressee: words,
  actionRequested: words,
  proposed: words,
  alternatives: words,
  without: words,
  intro: z.array(words),
  laterRound: words,
});

/** `data/network/sources.yaml`, of which a paper prints what each source is. */
const sources = z.record(words, z.looseObject({ what: words }));

export interface PaperData {
  definitions: Map<string, PaperDefinition>;
  framework: FrameworkSection[];
  options: OptionsWording;
  /** Names of countries by code. */
  countries: Record<string, string>;
  /** What each published source is, by id. */
  sources: Record<string, string>;
}

const notDefinitions = ['countries.yaml', 'framework.yaml', 'options.yaml'];

/**
 * Reads `data/papers/`.
 *
 * @throws CycleError `BadInput` naming file, path and what was expected, also for an unknown placeholder
 */
export async function loadPapers(dataDir: string): Promise<PaperData> {
  const folder = join(dataDir, 'papers');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  const definitions = new Map<string, PaperDefinition>();
  for (const file of files.filter((name) => !notDefinitions.includes(name))) {
    const read = await readYaml(folder, file, definition);
    if (`${read.id}.yaml` !== file) {
      throw badInput(
        `data/papers/${file}: id is “${read.id}”; expected “${file.replace('.yaml', '')}”, as the file is called.`,
      );
    }
    checkPlaceholders(file, read);
    definitions.set(read.id, read);
  }
  return {
    definitions,
    framework: await readYaml(folder, 'framework.yaml', framework),
    options: await readYaml(folder, 'options.yaml', options),
    countries: await readYaml(folder, 'countries.yaml', z.record(words, words)),
    sources: Object.fromEntries(
      Object.entries(await readYaml(join(dataDir, 'network'), 'sources.yaml', sources)).map(
        ([id, { what }]) => [id, what],
      ),
    ),
  };
}

async function readYaml<T>(folder: string, file: string, schema: z.ZodType<T>): Promise<T> {
  const value: unknown = parse(await readFile(join(folder, file), 'utf8'));
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw badInput(
    `data/${basename(folder)}/${file}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}.`,
  );
}

function checkPlaceholders(file: string, { titles, subtitle, addressee, items }: PaperDefinition): void {
  const texts = [
    ...Object.values(titles),
    subtitle ?? '',
    addressee ?? '',
    ...items.flatMap((item) => [item.title, ...item.intro]),
  ];
  const [unknown] = texts.flatMap(unknownPlaceholders);
  if (unknown !== undefined) {
    throw badInput(
      `data/papers/${file}: the placeholder {${unknown}} is not known; known are: ${placeholders.join(', ')}.`,
    );
  }
}
