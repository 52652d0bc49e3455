/** Reads `data/mail/confirming/`: how offices say yes and no, language by language. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ConfirmingWords } from '../../domain/confirming.js';
import { confirmingIn } from '../../domain/confirming.js';
import { badInput } from '../../domain/errors.js';
import { readDataFile } from '../network/data-file.js';

const words = z.array(z.string().trim().min(1).max(80)).min(1);
const file = z.strictObject({
  buttons: z.strictObject({ yes: z.string().min(1), no: z.string().min(1) }).optional(),
  yes: words,
  no: words,
  unless: words,
});

/**
 * @param dataDir the project's `data` folder
 * @throws CycleError `BadInput` naming the file, and the prepared reply that would not be understood
 */
export async function loadConfirming(dataDir: string): Promise<ConfirmingWords[]> {
  const folder = 'mail/confirming';
  const names = (await readdir(join(dataDir, folder))).filter((name) => name.endsWith('.yaml')).sort();
  const languages = await Promise.all(
    names.map(async (name) => ({
      language: name.slice(0, -'.yaml'.length),
      ...(await readDataFile(dataDir, `${folder}/${name}`, file)),
    })),
  );
  if (!languages.find(({ language }) => language === 'en')?.buttons)
    throw badInput(`data/${folder}/en.yaml gives no “buttons”; expected what a prepared reply says.`);
  for (const { language, buttons } of languages) {
    for (const [meaning, reply] of Object.entries(buttons ?? {})) {
      if (confirmingIn(reply, languages) !== meaning)
        throw badInput(
          `data/${folder}/${language}.yaml: the prepared reply “${reply}” is not understood as ${meaning}; expected one of the words listed under “${meaning}”.`,
        );
    }
  }
  return languages;
}
