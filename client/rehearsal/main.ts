/** `npm run rehearse`: runs the founding year and shows what came of it. Exit code 0 only if every check held. */
import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openInstallation } from '../../workers/installation.js';
import { untilInterrupted } from '../../workers/interrupt.js';
import { readSettings } from '../../workers/settings.js';
import { showProgress } from './progress.js';
import { rehearse } from './rehearsal.js';
import { printSummary } from './print-summary.js';

const values = readOptions();
const seed = Number(values.seed);
const year = Number(values.year);
if (!Number.isInteger(seed) || !Number.isInteger(year)) {
  process.stderr.write(
    `The seed is “${values.seed}” and the year “${values.year}”; expected whole numbers.\n`,
  );
  process.exit(2);
}

function readOptions(): { seed: string; year: string } {
  try {
    const options = {
      seed: { type: 'string', default: '2018' },
      year: { type: 'string', default: '2018' },
    } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    process.stderr.write(
      `${error instanceof Error ? error.message : String(error)}; expected --seed NUMBER or --year YEAR.\n`,
    );
    process.exit(2);
  }
}

const network = `rehearsal-${randomBytes(3).toString('hex')}`;
const home = join(readSettings().home, 'rehearsals', network);
const stop = new AbortController();
void untilInterrupted().then(() => stop.abort());
process.stdout.write(`Rehearsal of ${year}, seed ${seed}, in ${home}\n`);
try {
  const summary = await rehearse({
    year,
    seed,
    home,
    network,
    signal: stop.signal,
    watch: (operations, signal) =>
      showProgress(operations, openInstallation({ home, network }), year, signal),
  });
  process.stdout.write(printSummary(summary, home));
  process.exitCode = summary.passed ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env.DEBUG) console.error(error);
  process.exitCode = 1;
}
