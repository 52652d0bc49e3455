/** Files that a person hands in or asks for. */
import { readFile, writeFile } from 'node:fs/promises';
import { badInput } from '../../domain/errors.js';

/** @throws CycleError `BadInput` naming the option and the file when it cannot be read */
export async function readBytes(option: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw badInput(`${option} names “${file}”, which ${because(error, 'read')}.`);
  }
}

/** @throws CycleError `BadInput` naming the option and the file when it is empty or cannot be read */
export async function readText(option: string, file: string): Promise<string> {
  const text = Buffer.from(await readBytes(option, file))
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  if (!text.trim()) throw badInput(`${option} names “${file}”, which is empty; expected a text.`);
  return text;
}

/** @throws CycleError `BadInput` naming the option and the file when it stands there already or cannot be written */
export async function writeNew(option: string, file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(file, content, { flag: 'wx' });
  } catch (error) {
    throw badInput(`${option} names “${file}”, which ${because(error, 'written')}.`);
  }
}

function because(error: unknown, done: string): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EEXIST') return 'stands there already; name a new file, so that nothing is overwritten';
  if (code === 'ENOENT') return done === 'read' ? 'is not there' : 'lies in a folder that is not there';
  if (code === 'EISDIR') return 'is a folder; expected a file';
  return `cannot be ${done} (${code ?? String(error)})`;
}
