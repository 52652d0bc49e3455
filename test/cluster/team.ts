/** The processes of one network on a cluster: workers, the mailroom, the command line, each as on a machine of its own. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@temporalio/client';
import { createOperations } from '../../client/operations.js';
import { openInstallation } from '../../workers/installation.js';
import { makeRing } from '../../workers/key-ring.js';
import { freePorts } from '../../workers/engine/ports.js';
import type { Cluster } from './cluster.js';
import { bucket } from './cluster.js';
import type { Program } from './program.js';
import { runProgram } from './program.js';

export interface TeamOptions {
  network: string;
  namespace: string;
  /** Below the bucket. */
  prefix?: string;
}

export type Team = Awaited<ReturnType<typeof openTeam>>;

export async function openTeam(cluster: Cluster, { network, namespace, prefix = 'networks' }: TeamOptions) {
  const name = `${namespace}-${network}`;
  const mail = await cluster.mailServer(name);
  const domain = `${name}.ascn.example`;
  const [mailroomPort] = (await freePorts(1)) as [number];
  const env: Record<string, string> = {
    ...cluster.env(namespace),
    PATH: process.env.PATH ?? '',
    ASCN_NETWORK: network,
    ASCN_STORE_URL: `s3://${bucket}/${prefix}`,
    ASCN_SMTP_URL: mail.url,
    ASCN_MAIL_DOMAIN: domain,
    ASCN_MAILROOM_PORT: String(mailroomPort),
    ASCN_SECRET: randomBytes(32).toString('base64url'),
    // the networks of one prefix share what opens it
    ASCN_KEYS: join(cluster.folder, `${prefix}-keys.json`),
  };
  makeRing(env.ASCN_KEYS!);
  const running: Program[] = [];
  /** A machine of its own shares no folder with the others. */
  const machine = (): Record<string, string> => {
    const home = mkdtempSync(join(cluster.folder, `${name}-machine-`));
    return { ...env, HOME: home, ASCN_HOME: join(home, 'ascn') };
  };
  const start = async (part: 'worker' | 'mailroom'): Promise<Program> => {
    const at = machine();
    const program = runProgram({
      name: `The ${part} of ${name}`,
      command: process.execPath,
      args: ['dist/client/start.js', part],
      env: at,
      log: join(at.HOME!, 'log'),
    });
    running.push(program);
    await program.ready(() => program.said().includes('Ready.'));
    return program;
  };

  const command = async (words: string[], settings: Record<string, string> = {}) => {
    try {
      const env = { ...machine(), ...settings };
      const { stdout, stderr } = await promisify(execFile)(process.execPath, words, { env });
      return { code: 0, out: stdout, err: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout, err: stderr };
    }
  };
  const stop = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((program) => program.end('SIGTERM')));
  };

  Object.assign(process.env, cluster.s3.env);
  const documents = openInstallation({
    ...{ home: cluster.folder, network, keys: env.ASCN_KEYS },
    store: { bucket, prefix, pathStyle: true },
  });
  const { store, dataConverter } = documents;
  const connection = await cluster.temporal.connect();
  const operations = createOperations({
    client: new Client({ connection, namespace, dataConverter }),
    store,
    network,
    taskQueue: network,
  });

  return {
    network,
    domain,
    mailroomPort,
    /** Where the letters lie that left this network. */
    letters: mail.letters,
    store,
    operations,
    worker: () => start('worker'),
    mailroom: () => start('mailroom'),
    /** Runs a command of `ascn`, with other settings where a test wants them. */
    ascn: (words: string[], settings?: Record<string, string>) =>
      command(['dist/client/cli/main.js', ...words], settings),
    /** Starts a part that is expected to end by itself. */
    run: (words: string[], settings?: Record<string, string>) =>
      command(['dist/client/start.js', ...words], settings),
    /** Stops workers and mailroom. */
    stop,
    async close() {
      await stop();
      await connection.close();
      await documents.close();
    },
  };
}
