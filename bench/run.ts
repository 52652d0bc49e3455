/** One scenario in a process of its own: measures, and writes its results. Started by `main.ts`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareRuntime } from '../workers/runtime.js';
import { load, machine, versions, writeResults } from './results.js';
import { scenarios } from './scenarios.js';

/** What `main.ts` hands over, as one word of JSON. */
export interface RunOrder {
  name: string;
  runs: number;
}

async function main(order: RunOrder): Promise<void> {
  prepareRuntime();
  const { name, runs } = order;
  const { title, about, run } = await scenarios[name]!();
  const folder = mkdtempSync(join(tmpdir(), `ascn-bench-${name}-`));
  const loadBefore = load();
  const started = Date.now();
  try {
    const outcome = await run({
      runs,
      folder,
      say: (line) => void process.stdout.write(`  ${line}\n`),
    });
    await writeResults({
      name,
      title,
      about,
      date: new Date(started).toISOString().slice(0, 10),
      command: `npm run bench -- ${name}`,
      runs,
      seconds: Math.round((Date.now() - started) / 1000),
      machine: machine(),
      loadBefore,
      versions: versions(),
      ...outcome,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// it does not outlive the command that started it
process.on('disconnect', () => process.exit(1));
try {
  await main(JSON.parse(process.argv[2] ?? '') as RunOrder);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
