/** Temporal's own server on PostgreSQL, all its services in one process, without TLS. */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { stringify } from 'yaml';
import { searchAttributes } from '../workers/engine/search-attributes.js';
import type { findTemporalServer } from '../workers/engine/set-up.js';
import type { Postgres } from './postgres.js';
import { tied, untilReady } from './processes.js';

export interface TemporalServer {
  address: string;
  pid: number;
  close(): Promise<void>;
}

/** @param programs what `findTemporalServer` found */
export async function startTemporalServer(
  programs: NonNullable<ReturnType<typeof findTemporalServer>>,
  folder: string,
  postgres: Postgres,
): Promise<TemporalServer> {
  for (const [database, schema] of [
    ['temporal', 'temporal'],
    ['temporal_visibility', 'visibility'],
  ] as const) {
    postgres.database(database);
    const sql = (...args: string[]) =>
      execFileSync(
        programs.sqlTool,
        [
          ...['--plugin', 'postgres12', '--endpoint', '127.0.0.1', '--port', String(postgres.port)],
          ...['--user', postgres.user, '--password', 'none', '--database', database, ...args],
        ],
        { stdio: ['ignore', 'ignore', 'pipe'] },
      );
    sql('setup-schema', '--version', '0.0');
    sql('update-schema', '--schema-dir', join(programs.schemas, schema, 'versioned'));
  }
  const ports = await lowPorts(8);
  const config = join(folder, 'config');
  mkdirSync(config);
  writeFileSync(join(config, 'measured.yaml'), stringify(configOf(postgres, ports, config)));
  writeFileSync(join(config, 'dynamic.yaml'), stringify(onePartition));
  const log = openSync(join(folder, 'temporal.log'), 'a');
  const server = spawn(
    programs.server,
    ['--root', folder, '--config', 'config', '--env', 'measured', '--allow-no-auth', 'start'],
    { stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  const close = tied(server);
  const address = `127.0.0.1:${ports[0]}`;
  try {
    await untilReady('Temporal’s server', server, () => openNamespace(address));
  } catch (error) {
    await close();
    throw error;
  }
  return { address, pid: server.pid!, close };
}

/** Makes the namespace `default` with the network's search attributes; tried again until the server knows it. */
async function openNamespace(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 2000 });
  try {
    const namespace = 'default';
    const known = await connection.workflowService.describeNamespace({ namespace }).catch(() => undefined);
    if (!known)
      await connection.workflowService.registerNamespace({
        namespace,
        workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
      });
    const { INDEXED_VALUE_TYPE_KEYWORD } = proto.temporal.api.enums.v1.IndexedValueType;
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(
        searchAttributes.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD]),
      ),
    });
    return true;
  } finally {
    await connection.close();
  }
}

/** Free ports below 32,768: the server keeps its members' ports in PostgreSQL as `smallint`. */
async function lowPorts(n: number): Promise<number[]> {
  const ports: number[] = [];
  for (let port = 20_000 + Math.floor(Math.random() * 10_000); ports.length < n; port += 1) {
    const free = await new Promise<boolean>((done) => {
      const server = createServer();
      server.once('error', () => done(false));
      server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
    });
    if (free) ports.push(port);
  }
  return ports;
}

/** As the embedded engine has it. */
const onePartition = {
  'matching.numTaskqueueReadPartitions': [{ value: 1 }],
  'matching.numTaskqueueWritePartitions': [{ value: 1 }],
};

function configOf(postgres: Postgres, ports: number[], config: string) {
  const store = (databaseName: string) => ({
    sql: {
      pluginName: 'postgres12',
      databaseName,
      connectAddr: `127.0.0.1:${postgres.port}`,
      connectProtocol: 'tcp',
      user: postgres.user,
      password: 'none',
      maxConns: 20,
      maxIdleConns: 20,
      maxConnLifetime: '1h',
    },
  });
  const rpc = (n: number) => ({
    rpc: { grpcPort: ports[n], membershipPort: ports[n + 1], bindOnIP: '127.0.0.1' },
  });
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: 4,
      datastores: { default: store('temporal'), visibility: store('temporal_visibility') },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: { frontend: rpc(0), history: rpc(2), matching: rpc(4), worker: rpc(6) },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `127.0.0.1:${ports[0]}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
    publicClient: { hostPort: `127.0.0.1:${ports[0]}` },
    dynamicConfigClient: { filepath: join(config, 'dynamic.yaml'), pollInterval: '10s' },
  };
}
