/** The file of the key ring: where it lies, how it is made, how it is rotated. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { KeyRing } from '../activities/documents/key-ring.js';
import { createKeyRing, newRing, rotatedRing } from '../activities/documents/key-ring.js';
import { badInput } from '../domain/errors.js';
import type { Settings } from './settings.js';

export type RingSettings = Pick<Settings, 'home' | 'keys' | 'store'>;

/** Where the ring of an installation lies: where `ASCN_KEYS` says, else in its home. */
export const ringFile = ({ home, keys }: RingSettings): string => keys ?? join(home, 'keys.json');

/**
 * Opens the key ring. In a home of its own it is made when it is first needed.
 *
 * @param hasKeys whether keys lie in the store already, which only the ring that is missing opens
 * @param made told of the file when the ring was made
 * @throws CycleError `BadInput` when it is to be elsewhere and is not there, when several machines share the documents
 *   and nothing says where it is, or when the keys of an earlier one lie in the store
 */
export async function openKeyRing(
  settings: RingSettings,
  hasKeys: () => Promise<boolean>,
  made: (file: string) => void,
): Promise<KeyRing> {
  const file = ringFile(settings);
  if (settings.store && settings.keys === undefined)
    throw badInput(
      'ASCN_KEYS is not set; expected the file of the same key ring on every machine, since ASCN_STORE_URL is set. ' +
        'Make one, once, with: npm run -s ascn -- keys new FILE',
    );
  if (textOf(file) === undefined) {
    if (settings.keys !== undefined)
      throw badInput(
        `ASCN_KEYS is “${file}”, which is not there; expected the file of the key ring. ` +
          'Restore it from its backup; only before the first start, make one with: npm run -s ascn -- keys new FILE',
      );
    if (await hasKeys())
      throw badInput(
        `${file} is not there; expected the key ring that was made at the first start, since the document store has keys that nothing else opens. Restore it from its backup.`,
      );
    mkdirSync(settings.home, { recursive: true });
    if (makeRing(file)) made(file);
  }
  return createKeyRing(() => textOf(file) ?? '', file);
}

/** @returns false when something lies there already, which stays as it is */
export function makeRing(file: string): boolean {
  try {
    writeFileSync(file, newRing(), { mode: 0o600, flag: 'wx', flush: true });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Adds a master key to a ring, which wraps from now on. The file is replaced in one step. */
export function rotateRing(file: string): void {
  const text = textOf(file);
  if (text === undefined) throw badInput(`${file} is not there; expected the key ring of this installation.`);
  const part = join(dirname(file), `.keys-${process.pid}.part`);
  writeFileSync(part, rotatedRing(text, file), { mode: 0o600, flag: 'wx', flush: true });
  renameSync(part, file);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw badInput(
      `The key ring ${file} cannot be read (${code}); expected a file that this program may read.`,
    );
  }
}
