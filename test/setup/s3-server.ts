/** An S3 server for tests: versitygw over a folder of its own, on a free port. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { leash } from '../../workers/engine/leash.js';
import { freePorts } from '../../workers/engine/ports.js';
import { findS3Server } from '../../workers/engine/set-up.js';

export interface S3Server {
  url: string;
  /** What lies in the bucket, as files. */
  bucketFolder(bucket: string): string;
  /** Settings by AWS's own variables that reach it. */
  env: Record<string, string>;
  /** Ends the server; its data stay. */
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** Stops it and removes everything. */
  close(): Promise<void>;
}

/** @param buckets are made before it starts: a folder of its root is a bucket */
export async function startS3Server(...buckets: string[]): Promise<S3Server> {
  const program = findS3Server();
  if (!program) throw new Error('The S3 server is not set up; run: node setup.mjs s3-server');
  const folder = mkdtempSync(join(tmpdir(), 'ascn-s3-'));
  const [data, sidecar] = [join(folder, 'data'), join(folder, 'metadata')];
  for (const each of [sidecar, ...buckets.map((bucket) => join(data, bucket))])
    mkdirSync(each, { recursive: true });
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const env = {
    AWS_ENDPOINT_URL_S3: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'network',
    AWS_SECRET_ACCESS_KEY: 'a-secret-of-the-tests',
  };
  let running: ReturnType<typeof run> | undefined;

  function run() {
    const server = spawn(
      program!,
      // Metadata beside the data, since not every file system of a machine that runs tests has extended attributes.
      ['--port', `127.0.0.1:${port}`, '--quiet', '--health', '/health', 'posix', '--sidecar', sidecar, data],
      {
        env: {
          ...process.env,
          ROOT_ACCESS_KEY: env.AWS_ACCESS_KEY_ID,
          ROOT_SECRET_KEY: env.AWS_SECRET_ACCESS_KEY,
        },
        stdio: 'ignore',
      },
    );
    const release = leash(server.pid!);
    const ended = new Promise<void>((done) => server.once('exit', () => done(release())));
    return { server, ended };
  }
  async function start(): Promise<void> {
    running = run();
    const { server } = running;
    for (;;) {
      if (server.exitCode !== null) throw new Error(`The S3 server ended with exit code ${server.exitCode}.`);
      if (
        await fetch(`${url}/health`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return;
      await pause(50);
    }
  }
  async function stop(): Promise<void> {
    running?.server.kill('SIGTERM');
    await running?.ended;
    running = undefined;
  }

  await start();
  return {
    url,
    bucketFolder: (bucket) => join(data, bucket),
    env,
    start,
    stop,
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
