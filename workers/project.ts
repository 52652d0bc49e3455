/** Where the project lies on this machine. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The project's top folder: the nearest one upward that holds `package.json`. It is the same for the sources
 * and for `dist/`, so data files are found from either.
 *
 * @throws Error when no folder upward holds one
 */
export function projectRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error(`No package.json in ${import.meta.dirname} or any folder above it.`);
    folder = parent;
  }
  return folder;
}

/** The commit from which this was built; undefined where it was built from no checkout. */
export function builtFrom(): string | undefined {
  const file = join(projectRoot(), 'dist', 'commit');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** The version of Temporal's SDK. */
export const sdkVersion = (
  createRequire(import.meta.url)('@temporalio/worker/package.json') as { version: string }
).version;

/** The version of this release. */
export const releaseVersion = (): string =>
  (JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string }).version;
