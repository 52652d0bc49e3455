/** Where the templates lie: beside this code's source, also when the code runs from `dist/`. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder `activities/papers/<name>` of the project.
 *
 * @throws Error when the project's `package.json` is not above this file: the installation is incomplete
 */
export function templateFolder(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error(`No package.json lies above ${fileURLToPath(import.meta.url)}.`);
    folder = above;
  }
  return join(folder, 'activities', 'papers', name);
}
