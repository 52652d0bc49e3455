/** Repeatable chance: the same seed and the same matter always give the same number. */
import { createHash } from 'node:crypto';

/** @returns a number from 0 up to, not including, 1 */
export const chance = (seed: number, ...matter: (string | number)[]): number =>
  createHash('sha256')
    .update(JSON.stringify([seed, ...matter]))
    .digest()
    .readUInt32BE(0) /
  2 ** 32;

/** One of several, by chance. */
export const oneOf = <T>(choices: readonly T[], seed: number, ...matter: (string | number)[]): T =>
  choices[Math.floor(chance(seed, ...matter) * choices.length)]!;
