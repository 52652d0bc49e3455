/** Runs commands of `ascn` in this process: real data, a document store of its own, operations as a test gives them. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cli } from '../../../client/cli/cli.js';
import { runCli } from '../../../client/cli/create-cli.js';
import { createInvitations } from '../../../client/codec/invitation.js';
import type { Operations } from '../../../client/operations.js';
import { CycleError } from '../../../domain/errors.js';
import type { Network } from '../../../domain/network.js';
import { createReading } from '../../../workers/reading.js';

const secret = 'a secret of the tests, long enough for a key';

export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** One installation: its home, what it can read, and `run`. Without operations no engine runs. */
export function installation(operations?: Partial<Operations>) {
  const home = mkdtempSync(join(tmpdir(), 'ascn-cli-'));
  const reading = createReading({ settings: { home, network: 'ascn' } });
  const run = async (...words: string[]): Promise<Ran> => {
    const out: string[] = [];
    const err: string[] = [];
    const cli: Cli = {
      reading,
      operations: () =>
        operations
          ? Promise.resolve(operations as Operations)
          : Promise.reject(new CycleError('NotFound', 'Nothing is running here. Start it with: npm start')),
      post: () => Promise.reject(new CycleError('NotFound', 'No mailroom runs here.')),
      secret: () => secret,
      invitations: () => createInvitations(secret, 'ascn'),
      print: (text) => void out.push(text),
      complain: (text) => void err.push(text),
    };
    const code = await runCli(words, cli);
    return { code, out: out.join('\n'), err: err.join('\n') };
  };
  return { home, reading, run, file: (name: string) => join(home, name) };
}

/** The network of 2018 as a document of the installation's store. */
export const networkDocument = async ({
  reading,
}: Pick<ReturnType<typeof installation>, 'reading'>): Promise<string> =>
  reading.store.putJson((await reading.network('2018-01-01')) satisfies Network);

/** Length of the longest line. */
export const longestLine = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
