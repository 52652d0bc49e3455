/** Reads `data/mail/quoting/`: the words by which mail programs and people mark what is not a letter's own text. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { badInput } from '../../../domain/errors.js';
import { foldWords } from '../../../domain/fold.js';
import { readDataFile } from '../../network/data-file.js';
import type { Patterns, Phrases } from './own-words/phrase-index.js';
import { patternsOf, phrasesOf } from './own-words/phrase-index.js';

/** What a line over a quoted letter says: `Sent:` and `Date:` are both `sent`. */
export type HeaderKind = (typeof headerKinds)[number];
const headerKinds = ['from', 'sent', 'to', 'copy', 'subject', 'other'] as const;

const phrases = z.array(z.string().min(1).max(120)).default([]);

const quotingFile = z.strictObject({
  language: z.string().min(2).max(40),
  attribution: z.strictObject({ begins: phrases, wrote: phrases, ownVoice: phrases }).partial().default({}),
  headers: z
    .strictObject({
      from: phrases,
      sent: phrases,
      to: phrases,
      copy: phrases,
      subject: phrases,
      other: phrases,
    })
    .partial()
    .default({}),
  originals: phrases,
  closings: phrases,
  thanks: phrases,
  devices: phrases,
  footers: phrases,
  contacts: phrases,
});
type QuotingFile = z.infer<typeof quotingFile>;

/**
 * All languages together: a reply from one city quotes a letter in another's language under the header names of a
 * third. Words are folded (`foldWords`). Plain data, so that it can be handed to a worker thread.
 */
export interface Quoting {
  /** First words of an attribution: `on`, `vao`, the days of the week. */
  begins: Phrases;
  /** `wrote`. */
  wrote: Phrases;
  /** `we wrote`: the person's own words. */
  ownVoice: Phrases;
  /** What the name of a header line stands for. */
  headers: ReadonlyMap<string, HeaderKind>;
  /** `original message`, `begin forwarded message`: alone on a line, between dashes or before a colon. */
  originals: Phrases;
  /** `kind regards`. */
  closings: ReadonlySet<string>;
  /** `thanks`: a closing only over a name. */
  thanks: ReadonlySet<string>;
  /** `sent from my …`, a line of its own. */
  devices: Patterns;
  /** How a notice begins that programs add to a letter; `this e` stands for `this e-mail` and `this email`. */
  footers: Phrases;
  /** `tel`, `address`: the names of a signature's lines. */
  contacts: ReadonlySet<string>;
}

/**
 * Reads and checks every language.
 *
 * @param dataDir the data folder, which holds `mail/quoting/`
 * @throws CycleError `BadInput` naming the file, the place, the value and what was expected
 */
export async function loadQuoting(dataDir: string): Promise<Quoting> {
  const names = (await readdir(join(dataDir, 'mail/quoting')))
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  if (names.length === 0) throw badInput('data/mail/quoting/ is empty; expected a file for each language.');
  const files = await Promise.all(
    names.map((name) => readDataFile(dataDir, `mail/quoting/${name}`, quotingFile)),
  );
  return {
    begins: phrasesOf(gather(files, ({ attribution }) => attribution.begins)),
    wrote: phrasesOf(gather(files, ({ attribution }) => attribution.wrote)),
    ownVoice: phrasesOf(gather(files, ({ attribution }) => attribution.ownVoice)),
    headers: headersOf(files, names),
    originals: phrasesOf(gather(files, ({ originals }) => originals)),
    closings: new Set(gather(files, ({ closings }) => closings)),
    thanks: new Set(gather(files, ({ thanks }) => thanks)),
    devices: patternsOf(
      files.flatMap(({ devices }) => devices.map((phrase) => phrase.split('…').map(foldWords))),
    ),
    footers: phrasesOf(gather(files, ({ footers }) => footers)),
    contacts: new Set(gather(files, ({ contacts }) => contacts)),
  };
}

const gather = (
  files: readonly QuotingFile[],
  of: (file: QuotingFile) => readonly string[] | undefined,
): string[] =>
  [...new Set(files.flatMap((file) => of(file) ?? []).map(foldWords))].filter((words) => words !== '');

function headersOf(files: readonly QuotingFile[], names: readonly string[]): Map<string, HeaderKind> {
  const kinds = new Map<string, HeaderKind>();
  files.forEach(({ headers }, i) => {
    for (const kind of headerKinds) {
      for (const name of headers[kind] ?? []) {
        const before = kinds.get(foldWords(name));
        if (before !== undefined && before !== kind) {
          throw badInput(
            `data/mail/quoting/${names[i]}: “${name}” stands under ${kind}, elsewhere under ${before}; expected one meaning in all languages.`,
          );
        }
        kinds.set(foldWords(name), kind);
      }
    }
  });
  return kinds;
}
