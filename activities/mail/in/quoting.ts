/** Reads `data/mail/quoting/`: the words by which mail programs and people mark what is not a letter's own text. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { badInput } from '../../../domain/errors.js';
import { foldWords } from '../../../domain/fold.js';
import { readDataFile } from '../../network/data-file.js';

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
 * third. Words are folded (`foldWords`). The expressions are for folded lines of at most a few hundred characters.
 */
export interface Quoting {
  /** First words of an attribution: `on`, `vao`, the days of the week. */
  begins: RegExp;
  /** `wrote`, anywhere in an attribution. */
  wrote: RegExp;
  /** `wrote` as its last words. */
  wroteAtEnd: RegExp;
  /** `we wrote`: the person's own words. */
  ownVoice: RegExp;
  /** What the name of a header line stands for. */
  headers: ReadonlyMap<string, HeaderKind>;
  /** `original message`, `begin forwarded message`: alone on a line, between dashes or before a colon. */
  originals: RegExp;
  /** `kind regards`. */
  closings: ReadonlySet<string>;
  /** `thanks`: a closing only over a name. */
  thanks: ReadonlySet<string>;
  /** `sent from my …`, a line of its own. */
  devices: RegExp;
  /** First words of a notice that programs add under a letter. */
  footers: RegExp;
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
    begins: starting(gather(files, ({ attribution }) => attribution.begins)),
    wrote: within(gather(files, ({ attribution }) => attribution.wrote)),
    wroteAtEnd: ending(gather(files, ({ attribution }) => attribution.wrote)),
    ownVoice: within(gather(files, ({ attribution }) => attribution.ownVoice)),
    headers: headersOf(files, names),
    originals: starting(gather(files, ({ originals }) => originals)),
    closings: new Set(gather(files, ({ closings }) => closings)),
    thanks: new Set(gather(files, ({ thanks }) => thanks)),
    devices: devicesOf(files),
    footers: starting(gather(files, ({ footers }) => footers)),
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

/** Scripts that write words without spaces, or join them to a name. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;

const [before, after] = ['(?:^|(?<= ))', '(?= |$)'];
/** The longest first, since an expression takes the first that fits. */
const anyOf = (words: readonly string[]): string =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map((each) => (unspaced.test(each) ? each : `${before}${each}${after}`))
    .join('|') || '(?!)';
const within = (words: readonly string[]): RegExp => new RegExp(anyOf(words), 'u');
const ending = (words: readonly string[]): RegExp => new RegExp(`(?:${anyOf(words)})$`, 'u');
const starting = (words: readonly string[]): RegExp => new RegExp(`^(?:${anyOf(words)})`, 'u');

/** `…` in a phrase is the device's name: at most 60 characters. */
function devicesOf(files: readonly QuotingFile[]): RegExp {
  const lines = files
    .flatMap(({ devices }) => devices)
    .map((phrase) => {
      const parts = phrase.split('…').map(foldWords);
      const last = parts.at(-1) ?? '';
      const body = parts.map((part) => part.replace(/^ | $/g, '')).join('.{1,60}');
      return last === '' ? body : `${body}(?: .{0,60})?`;
    });
  return new RegExp(`^(?:${[...new Set(lines)].join('|') || '(?!)'})$`, 'u');
}
