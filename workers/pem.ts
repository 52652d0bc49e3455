/** PEM files that a setting or an option names. */
import { readFileSync } from 'node:fs';
import { badInput } from '../domain/errors.js';

/**
 * @param name of the setting or option
 * @param holds what is expected in the file, for the error
 * @returns the content, and how an error about it begins
 * @throws CycleError `BadInput` when it cannot be read
 */
export function readPem(name: string, file: string, holds: string): [pem: string, setting: string] {
  const setting = `${name} is “${file}”`;
  try {
    return [readFileSync(file, 'utf8'), setting];
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw badInput(`${setting}, which cannot be read (${code}); expected a file with ${holds}.`);
  }
}
