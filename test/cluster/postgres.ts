/** PostgreSQL as Debian installs it, over a folder of the test's own, on a free port. */
import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { freePorts } from '../../workers/engine/ports.js';
import type { Program } from './program.js';
import { runProgram } from './program.js';

export interface Postgres {
  port: number;
  user: string;
  /** Ends it as a power cut would. */
  crash(): Promise<void>;
  /** Starts it again; it recovers from its log. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws Error with what to install, where PostgreSQL is not there */
export async function startPostgres(folder: string): Promise<Postgres> {
  const bin = findPostgres();
  const user = unprivileged();
  const data = join(folder, 'postgres');
  mkdirSync(data);
  if (user) chownSync(data, user.uid, user.gid);
  const superuser = 'temporal';
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', superuser, '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C'],
    { ...user, cwd: data, stdio: 'ignore' },
  );
  const [port] = (await freePorts(1)) as [number];
  let program: Program;
  const start = async () => {
    program = runProgram({
      name: 'PostgreSQL',
      command: join(bin, 'postgres'),
      args: ['-D', data, '-p', String(port), '-k', data, '-c', 'listen_addresses=127.0.0.1'],
      user,
      log: join(folder, 'postgres.log'),
    });
    await program.ready(() => {
      try {
        execFileSync(join(bin, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port), '-U', superuser]);
        return true;
      } catch {
        return false;
      }
    });
  };
  await start();
  return {
    port,
    user: superuser,
    crash: () => program.end('SIGQUIT'),
    start,
    stop: () => program.end('SIGINT'),
  };
}

/** Debian keeps its programs apart by version and not on the path. */
function findPostgres(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')));
  if (!found) {
    throw new Error(
      'PostgreSQL is not on this machine; install it with: apt-get install postgresql (or put initdb and postgres on the path)',
    );
  }
  return found;
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (of: string) =>
        Number(execFileSync('id', [of, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // there is no such user here
    }
  }
  throw new Error('PostgreSQL refuses to run as root, and there is neither a user “postgres” nor “nobody”.');
}
