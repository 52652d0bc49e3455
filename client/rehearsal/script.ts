/** How the cast behaves: `data/rehearsals/<year>.yaml`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { badInput } from '../../domain/errors.js';

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

const scriptSchema = z.strictObject({
  year: z.int(),
  begins: z.iso.date(),
  bounces: z.array(z.string()),
  plays: z.array(
    z.strictObject({
      office: z.string(),
      kind: z.string(),
      /** For clearances and bodies' records: which text. */
      text: z.string().optional(),
      does: z.enum(manners),
      /** The agenda item that a body returns. */
      item: z.string().optional(),
    }),
  ),
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
