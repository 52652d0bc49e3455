/** The key file of a bundle, which auditors get apart from it. */
import { readFile } from 'node:fs/promises';
import type { KeyFile, Manifest } from '../../domain/bundle.js';
import { keyFileBeside, keyFileFormat } from '../../domain/bundle.js';
import { badInput } from '../../domain/errors.js';

/** Keys by their ids. */
type Keys = ReadonlyMap<string, Uint8Array>;

/**
 * Reads the keys of a bundle.
 *
 * @param bundle the file of the year
 * @param named the key file, where it does not lie beside the bundle
 * @returns undefined where none is named and none lies beside it
 * @throws CycleError `BadInput` for what is no key file, or that of another network or year
 */
export async function readKeys(
  bundle: string,
  { network, cycle }: Pick<Manifest, 'network' | 'cycle'>,
  named?: string,
): Promise<Keys | undefined> {
  const file = named ?? keyFileBeside(bundle);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (named === undefined && error.code === 'ENOENT') return undefined;
    throw badInput(
      `${file} cannot be read (${error.code}); expected the key file that \`ascn audit export\` has written.`,
    );
  });
  if (text === undefined) return undefined;
  const keyFile = parsed(text);
  if (!keyFile)
    throw badInput(
      `${file} is no key file of the format ${keyFileFormat}; expected the one that \`ascn audit export\` has written.`,
    );
  if (keyFile.network !== network || keyFile.cycle !== cycle)
    throw badInput(
      `${file} has the keys of ${keyFile.network} ${keyFile.cycle}; expected those of ${network} ${cycle}.`,
    );
  return new Map(Object.entries(keyFile.keys).map(([id, key]) => [id, Buffer.from(key, 'base64')]));
}

function parsed(text: string): KeyFile | undefined {
  try {
    const keyFile = JSON.parse(text) as Partial<KeyFile>;
    const keys = Object.values(keyFile.keys ?? {});
    const fits =
      keyFile.format === keyFileFormat && keys.every((key) => Buffer.from(key, 'base64').length === 32);
    return fits && keyFile.keys ? (keyFile as KeyFile) : undefined;
  } catch {
    return undefined;
  }
}
