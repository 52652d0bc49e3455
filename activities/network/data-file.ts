/** Reading one data file: YAML or JSON, checked by its schema. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { badInput, CycleError } from '../../domain/errors.js';
import { describeIssues } from '../../domain/schemas/describe.js';

/**
 * Reads and checks a data file. JSON is read as the YAML that it is.
 *
 * @param dataDir the data folder
 * @param path the file below it, e.g. `network/cities.yaml`
 * @throws CycleError `BadInput` naming file, place, value and what was expected; `Unavailable` when the disk fails
 */
export async function readDataFile<S extends z.ZodType>(
  dataDir: string,
  path: string,
  schema: S,
): Promise<z.infer<S>> {
  const file = `data/${path}`;
  const document = parseDocument(await readText(join(dataDir, path), file));
  const fault = document.errors[0];
  if (fault) {
    const what = fault.message.split('\n')[0]?.replace(/ at line \d+, column \d+:$/, '');
    throw badInput(`${file} cannot be read from line ${fault.linePos?.[0].line ?? 1} on: ${what}.`);
  }
  const value: unknown = document.toJS();
  const checked = schema.safeParse(value);
  if (!checked.success) throw badInput(describeIssues(file, checked.error, value));
  return checked.data;
}

async function readText(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw badInput(`${file} is not there; expected a file of that name.`);
    throw new CycleError(
      'Unavailable',
      `${file} could not be read from the disk (${code ?? String(error)}).`,
    );
  }
}
