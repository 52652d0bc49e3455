#!/usr/bin/env node
/** The command `ascn`. */
import { createReading } from '../../workers/reading.js';
import { readSettings } from '../../workers/settings.js';
import type { Cli } from './cli.js';
import type { Door } from './connect.js';
import { connect } from './connect.js';
import { runCli, tell } from './create-cli.js';

const complain = (text: string): void => void process.stderr.write(`${text}\n`);

// Whoever reads may stop before the end, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  const settings = readSettings();
  const reading = createReading({ settings });
  let door: Promise<Door> | undefined;
  const cli: Cli = {
    reading,
    operations: async () => (await (door ??= connect(settings, reading.store))).operations,
    print: (text) => void process.stdout.write(`${text}\n`),
    complain,
  };
  process.exitCode = await runCli(process.argv.slice(2), cli);
  await (await door?.catch(() => undefined))?.close();
} catch (error) {
  process.exitCode = tell(error, { complain });
}
