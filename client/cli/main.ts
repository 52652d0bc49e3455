#!/usr/bin/env node
/** The command `ascn`. */
import { runWithoutInstallation, tell } from './create-cli.js';

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

// Whoever reads may stop before the end, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  const words = process.argv.slice(2);
  // What opens an installation takes longer to load than a message to look into: only where it is needed.
  process.exitCode =
    (await runWithoutInstallation(words, { print, complain })) ??
    (await (await import('./installed.js')).runInstalled(words, { print, complain }));
} catch (error) {
  process.exitCode = tell(error, { complain });
}
