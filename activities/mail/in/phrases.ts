/** Loads the wordings by which machines are known: `data/mail/bounces.yaml` and `data/mail/automatic/`. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { plainWords, spokenWording } from '../../../domain/verdict/wording.js';
import type { AutomaticWords, BounceWords, Phrases } from '../../../domain/verdict/phrases.js';
import { readDataFile } from '../../network/data-file.js';

const words = z.array(z.string().trim().min(1).max(120));

const why = z.enum([
  'address',
  'host',
  'moved',
  'disabled',
  'suspended',
  'mailbox-full',
  'too-large',
  'policy',
  'spam',
  'content',
  'authentication',
  'challenge',
  'system',
  'transient',
]);

/** Wordings of mail servers are compared in small letters, with their punctuation. */
const plain = words.transform((all) => all.map(plainWords));

const bouncesFile = z.strictObject({
  senders: plain,
  names: plain,
  subjects: plain,
  openings: plain,
  delays: plain,
  slow: plain,
  givenUp: plain,
  delaySubjects: plain,
  cuts: plain,
  wordings: z.array(
    z.strictObject({
      why,
      status: z.string().regex(/^\d\.\d{1,3}$/, 'a status without its class, such as 1.1'),
      weak: z.boolean().optional(),
      words: plain,
    }),
  ),
});

/** Wordings of people and their programs are compared without case, accents and punctuation. */
const folded = words.transform((all) => all.map(spokenWording)).default([]);

const automaticFile = z.strictObject({
  language: z.string().regex(/^[a-z]{2,3}(?:-[A-Z][a-z]{3})?$/, 'a code such as en, fil or zh-Hans'),
  subjects: folded,
  away: folded,
  until: folded,
  dayBefore: folded,
  instead: folded,
  automatic: folded,
  tickets: folded,
  challenges: folded,
  confirm: folded,
  click: folded,
  genuine: folded,
  promises: folded,
  receipts: folded,
  hints: z
    .strictObject({ away: folded, automatic: folded, ticket: folded, promise: folded, receipt: folded })
    .default({ away: [], automatic: [], ticket: [], promise: [], receipt: [] }),
  readSubjects: folded,
  calendar: z.strictObject({ accepted: folded, declined: folded, tentative: folded, counter: folded }),
});

/**
 * @param dataDir the project's `data` folder
 * @throws CycleError `BadInput` naming the file, the path in it, the value and what was expected
 */
export async function loadPhrases(dataDir: string): Promise<Phrases> {
  const folder = 'mail/automatic';
  const files = (await readdir(join(dataDir, folder))).filter((name) => name.endsWith('.yaml')).sort();
  const automatic = await Promise.all(
    files.map((name): Promise<AutomaticWords> => readDataFile(dataDir, `${folder}/${name}`, automaticFile)),
  );
  return { bounces: await loadBounceWords(dataDir), automatic };
}

/**
 * How mail servers word what they refuse, without the wordings of people.
 *
 * @throws CycleError `BadInput` as `loadPhrases`
 */
export const loadBounceWords = (dataDir: string): Promise<BounceWords> =>
  readDataFile(dataDir, 'mail/bounces.yaml', bouncesFile);
