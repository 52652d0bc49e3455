/** A PostgreSQL of this machine's, as it comes, in a folder of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../workers/engine/ports.js';
import { tied, untilReady } from './processes.js';

export interface Postgres {
  port: number;
  pid: number;
  user: string;
  version: string;
  /** `postgresql://…/NAME`; the database is made where it is lacking. */
  database(name: string): string;
  close(): Promise<void>;
}

const debian = '/usr/lib/postgresql';

/** @throws Error naming what to install, where there is no PostgreSQL */
function findPrograms(): string {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), '/usr/local/bin', '/usr/bin'];
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')));
  if (!found)
    throw new Error('There is no PostgreSQL on this machine; on Debian: apt-get install postgresql');
  return found;
}

/** PostgreSQL does not run as root: then its own user runs it, else nobody. */
function runner(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // no such user here
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user “postgres” nor “nobody”.');
}

/** Starts it on a free port, with an empty folder, which is removed at the end. */
export async function startPostgres(): Promise<Postgres> {
  const programs = findPrograms();
  const as = runner();
  // not in the scenario's own folder, which other users cannot pass through
  const folder = mkdtempSync(join(tmpdir(), 'ascn-postgres-'));
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid!);
  const data = join(folder, 'data');
  const options = { ...as, cwd: folder, encoding: 'utf8', stdio: 'pipe' } as const;
  const run = (program: string, args: string[]) => execFileSync(join(programs, program), args, options);
  run('initdb', ['--pgdata', data, '--username', 'measured', '--auth', 'trust', '--encoding', 'UTF8']);
  const [port] = (await freePorts(1)) as [number];
  const log = openSync(join(folder, 'log'), 'a');
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1'],
    { ...as, cwd: folder, stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  // a fast end: what is under way is rolled back, connections are closed
  const end = tied(server, 'SIGINT');
  const close = async () => {
    await end();
    rmSync(folder, { recursive: true, force: true });
  };
  const at = ['-h', '127.0.0.1', '-p', String(port), '-U', 'measured'];
  try {
    await untilReady('PostgreSQL', server, async () => {
      await listens(port);
      run('psql', [...at, '-d', 'postgres', '-c', 'select 1']);
      return true;
    });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    port,
    pid: server.pid!,
    user: 'measured',
    version: /\d+(\.\d+)*/.exec(run('postgres', ['--version']))?.[0] ?? '',
    database(name) {
      const there = run('psql', [...at, '-d', 'postgres', '-Atc', 'select datname from pg_database']);
      if (!there.split('\n').includes(name)) run('createdb', [...at, name]);
      return `postgresql://measured@127.0.0.1:${port}/${name}`;
    },
    close,
  };
}

const listens = (port: number): Promise<void> =>
  new Promise((yes, no) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      yes();
    });
    socket.once('error', no);
  });
