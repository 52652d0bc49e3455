/** Restate's server, from npm, on free ports and a folder of its own. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../workers/engine/ports.js';
import { tied, untilReady } from './processes.js';

export interface RestateServer {
  admin: string;
  ingress: string;
  pid: number;
  close: () => Promise<void>;
}

/** @param peers the folder in which it is installed */
export async function startRestate(peers: string, folder: string): Promise<RestateServer> {
  const scope = join(peers, 'node_modules', '@restatedev');
  const platform = readdirSync(scope).find((name) => name.startsWith('restate-server-'));
  if (!platform) throw new Error(`Restate has no server for ${process.platform} on ${process.arch}.`);
  const [node, admin, ingress] = (await freePorts(3)) as [number, number, number];
  const log = openSync(join(folder, 'restate.log'), 'a');
  const server = spawn(
    join(scope, platform, 'bin', 'restate-server'),
    ['--base-dir', join(folder, 'restate'), '--node-name', 'measured', '--no-logo', '--listen-mode', 'tcp'],
    {
      stdio: ['ignore', log, log],
      detached: true,
      env: {
        ...process.env,
        RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
        RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}/`,
        RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
        RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
        RESTATE_DISABLE_TELEMETRY: 'true',
      },
    },
  );
  closeSync(log);
  const close = tied(server);
  try {
    await untilReady('Restate', server, async () => {
      const answers = await Promise.all([
        fetch(`http://127.0.0.1:${admin}/health`),
        fetch(`http://127.0.0.1:${ingress}/restate/health`),
      ]);
      return answers.every(({ ok }) => ok);
    });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    admin: `http://127.0.0.1:${admin}`,
    ingress: `http://127.0.0.1:${ingress}`,
    pid: server.pid!,
    close,
  };
}
