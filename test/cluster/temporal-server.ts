/** Temporal's own server on PostgreSQL: all its services in one process, TLS with client certificates everywhere. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { temporal } from '@temporalio/proto';
import { stringify } from 'yaml';
import { searchAttributes } from '../../workers/engine/search-attributes.js';
import { findTemporalServer } from '../../workers/engine/set-up.js';
import type { Pair } from './certificates.js';
import { serverName } from './certificates.js';
import type { Postgres } from './postgres.js';
import { runProgram } from './program.js';

export interface TlsFiles {
  ca: string;
  server: Pair;
  client: Pair;
}

/** @param tls the certificates of the server, and of a client that it lets in */
export async function startTemporalServer(
  folder: string,
  postgres: Pick<Postgres, 'port' | 'user'>,
  tls: TlsFiles,
  namespaces: string[],
) {
  const programs = findTemporalServer();
  if (!programs) throw new Error('Temporal’s server is not set up; run: node setup.mjs temporal-server');
  const sql = (database: string, ...args: string[]) =>
    execFileSync(
      programs.sqlTool,
      [
        ...['--plugin', 'postgres12', '--endpoint', '127.0.0.1', '--port', String(postgres.port)],
        ...['--user', postgres.user, '--password', 'none', '--database', database, ...args],
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
  for (const [database, schema] of [
    ['temporal', 'temporal'],
    ['temporal_visibility', 'visibility'],
  ] as const) {
    sql(database, 'create-database');
    sql(database, 'setup-schema', '--version', '0.0');
    sql(database, 'update-schema', '--schema-dir', join(programs.schemas, schema, 'versioned'));
  }

  const ports = (await lowPorts(8)) as [number, ...number[]];
  const [grpcPort] = ports;
  const config = join(folder, 'config');
  mkdirSync(config);
  writeFileSync(join(config, 'cluster.yaml'), stringify(configOf(postgres, ports, tls)));
  const program = runProgram({
    name: 'Temporal’s server',
    command: programs.server,
    args: ['--root', folder, '--config', 'config', '--env', 'cluster', '--allow-no-auth', 'start'],
    log: join(folder, 'temporal.log'),
  });
  const address = `127.0.0.1:${grpcPort}`;
  const connect = () =>
    Connection.connect({
      address,
      connectTimeout: 5_000,
      tls: {
        serverNameOverride: serverName,
        serverRootCACertificate: readFileSync(tls.ca),
        clientCertPair: { crt: readFileSync(tls.client.cert), key: readFileSync(tls.client.key) },
      },
    });
  await program.ready(() =>
    connect().then(
      (connection) => connection.close().then(() => true),
      () => false,
    ),
  );
  const connection = await connect();
  for (const namespace of namespaces) await openNamespace(connection, namespace, program.ready.bind(program));
  await connection.close();
  return { address, connect, stop: () => program.end('SIGTERM') };
}

/**
 * Free ports below 32,768: the server keeps its members' ports in PostgreSQL as `smallint`, and the system gives
 * others when it may choose.
 */
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

/** A namespace that keeps closed workflows for ten years, with the search attributes of the network. */
async function openNamespace(
  connection: Connection,
  namespace: string,
  until: (test: () => Promise<boolean>) => Promise<void>,
): Promise<void> {
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('3650 days'),
  });
  const { INDEXED_VALUE_TYPE_KEYWORD } = temporal.api.enums.v1.IndexedValueType;
  // A namespace is known to all parts of the server a moment after it was made.
  await until(() =>
    connection.operatorService
      .addSearchAttributes({
        namespace,
        searchAttributes: Object.fromEntries(
          searchAttributes.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD]),
        ),
      })
      .then(
        () => true,
        () => false,
      ),
  );
}

function configOf(postgres: Pick<Postgres, 'port' | 'user'>, ports: number[], tls: TlsFiles) {
  const port = String(ports[0]);
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
  const server = {
    certFile: tls.server.cert,
    keyFile: tls.server.key,
    clientCaFiles: [tls.ca],
    requireClientAuth: true,
  };
  const client = { serverName, rootCaFiles: [tls.ca] };
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: 4,
      datastores: { default: store('temporal'), visibility: store('temporal_visibility') },
    },
    global: {
      membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' },
      tls: {
        internode: { server, client },
        frontend: { server, client },
        systemWorker: { certFile: tls.client.cert, keyFile: tls.client.key, client },
      },
    },
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
          rpcAddress: `127.0.0.1:${port}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
    publicClient: { hostPort: `127.0.0.1:${port}` },
  };
}
