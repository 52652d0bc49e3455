/** How the cast behaves: `data/rehearsals/<year>.yaml`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { badInput } from '../../domain/errors.js';
import { chance } from './chance.js';
import { kindsInProse } from './ways/prose.js';

const manners = [
  'late',
  'in-two-parts',
  'incomplete-then-complete',
  'under-approval',
  'after-escalation',
  'joint-answer',
  'never',
  'comment',
  'object',
  'decline',
  'return',
] as const;

/** The ways in which an answer comes. */
export const ways = ['lines', 'word-form', 'spreadsheet', 'in-line', 'prose', 'scan'] as const;
export type Way = (typeof ways)[number];

/** What a person of the secretariat reads and enters; it needs a play, since some answers leave no time for that. */
const readByPerson: readonly Way[] = ['prose', 'scan'];
export const isReadByPerson = (way: string): boolean => readByPerson.some((each) => each === way);

const share = z.number().min(0).max(1);

const play = z
  .strictObject({
    office: z.string(),
    kind: z.string(),
    /** For clearances and bodies' records: which text. */
    text: z.string().optional(),
    does: z.enum(manners).optional(),
    /** The agenda item that a body returns. */
    item: z.string().optional(),
    way: z.enum(ways).optional(),
    /** An automatic reply comes first, with the day of return; the answer after that day. */
    away: z.literal(true).optional(),
    /** The answer comes from a private mailbox; the office says that it is its own when it is asked. */
    privately: z.literal(true).optional(),
    /** When the answer has been accepted, one field of it is corrected. */
    corrects: z.strictObject({ field: z.string(), to: z.string() }).optional(),
  })
  .refine(({ does, way, away, privately, corrects }) => does ?? way ?? away ?? privately ?? corrects, {
    message: 'expected what the office does, or how it answers',
  })
  .refine(({ way, kind }) => way !== 'prose' || kindsInProse.includes(kind), {
    message: `the cast writes prose about ${kindsInProse.join(', ')} only`,
    path: ['way'],
  });

const scriptSchema = z.strictObject({
  year: z.int(),
  begins: z.iso.date(),
  bounces: z.array(z.string()),
  returns: z.array(z.string()),
  ways: z
    .partialRecord(z.enum(ways), share)
    .refine((shares) => readByPerson.every((way) => shares[way] === undefined), {
      message: `what a person reads (${readByPerson.join(', ')}) is for a play, not for a share`,
    })
    .refine((shares) => Object.values(shares).reduce((sum, each) => sum + each, 0) <= 1, {
      message: 'the shares are 1 at most together; the rest answers in lines',
    }),
  plays: z.array(play),
});
export type Script = z.infer<typeof scriptSchema>;
export type Play = Script['plays'][number];

/** @throws CycleError `BadInput` naming the file and what does not fit */
export async function loadScript(dataDir: string, year: number): Promise<Script> {
  const file = join('data', 'rehearsals', `${year}.yaml`);
  const text = await readFile(join(dataDir, 'rehearsals', `${year}.yaml`), 'utf8').catch(() => {
    throw badInput(`There is no rehearsal of ${year}: ${file} is missing.`);
  });
  const result = scriptSchema.safeParse(parse(text, { schema: 'core' }));
  if (!result.success) throw badInput(`${file}: ${z.prettifyError(result.error)}`);
  return result.data;
}

/** The play of an office for a request, if it has one. */
export const playOf = (script: Script, office: string, kind: string, subject: string): Play | undefined =>
  script.plays.find(
    (play) =>
      play.office === office &&
      play.kind === kind &&
      (play.text === undefined || subject.startsWith(`${play.text}-v`) || subject === play.text),
  );

/** The way in which an office answers a request: its play's, else one by chance, as the shares say. */
export function wayOf(script: Script, seed: number, office: string, kind: string, subject: string): Way {
  const own = playOf(script, office, kind, subject)?.way;
  if (own) return own;
  let drawn = chance(seed, 'way', office, kind, subject);
  for (const way of ways) {
    const part = script.ways[way] ?? 0;
    if (drawn < part) return way;
    drawn -= part;
  }
  return 'lines';
}
