/**
 * File names for ledger keys: each part of a key between slashes becomes a folder, the last one a file. Letters,
 * digits, `-`, `_`, `=`, `@` and `+` stand for themselves; every other byte is `%` and two hex digits. No
 * encoded part holds a full stop, so that a folder never takes the place of an entry, whose file ends in `.json`.
 */
import { join, sep } from 'node:path';

const ending = '.json';

/** Bytes of one file name; file systems allow 255. */
const longest = 200;

/** Ends a folder's name when the part goes on in the next one. */
const continued = '~';

const encodePart = (part: string): string[] => {
  const safe =
    part === ''
      ? '%'
      : Buffer.from(part, 'utf8')
          .toString('latin1')
          .replace(/[^A-Za-z0-9_=@+-]/g, hex);
  const pieces = safe.match(new RegExp(`.{1,${longest}}`, 'gs')) ?? [];
  return pieces.map((piece, i) => (i < pieces.length - 1 ? piece + continued : piece));
};

const hex = (byte: string): string => '%' + byte.charCodeAt(0).toString(16).padStart(2, '0');

const decodePart = (name: string): string =>
  name === '%'
    ? ''
    : Buffer.from(
        name.replace(/%([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
        'latin1',
      ).toString('utf8');

/** The relative folder of a ledger, or of the part of its keys that ends in a slash. */
export const folderOf = (key: string): string => join(...key.split('/').flatMap(encodePart));

/** The relative file of an entry. */
export const fileOf = (ledger: string, key: string): string => join(folderOf(ledger), folderOf(key) + ending);

/**
 * The key of an entry's file.
 *
 * @param file relative to its ledger's folder
 * @returns the key as it was given, or undefined for a file that is no entry
 */
export function keyOf(file: string): string | undefined {
  if (!file.endsWith(ending)) return undefined;
  return file
    .slice(0, -ending.length)
    .split(sep)
    .join('/')
    .replaceAll(`${continued}/`, '')
    .split('/')
    .map(decodePart)
    .join('/');
}
