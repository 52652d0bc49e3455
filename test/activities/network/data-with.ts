/** A copy of the data folder with one file changed, for tests of what a fault in it leads to. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs `use` with the copy, and removes it. The text to replace must be in the file. */
export async function withChanged<T>(
  file: string,
  change: { from: string; to: string },
  use: (dataDir: string) => Promise<T>,
): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'data-'));
  try {
    await cp('data/network', join(dataDir, 'network'), { recursive: true });
    await cp('data/holidays', join(dataDir, 'holidays'), { recursive: true });
    const path = join(dataDir, file);
    const text = await readFile(path, 'utf8');
    if (!text.includes(change.from)) throw new Error(`${file} does not hold “${change.from}”.`);
    await writeFile(
      path,
      text.replace(change.from, () => change.to),
    );
    return await use(dataDir);
  } finally {
    await rm(dataDir, { recursive: true });
  }
}
