/**
 * The API key, as Temporal Cloud wants it. There is no Temporal Cloud here: a server of the test's own takes the
 * connections by TLS, notes what came with each call, and refuses it.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Http2SecureServer, ServerHttp2Session } from 'node:http2';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { NativeConnection } from '@temporalio/worker';
import { connectToEngine } from '../../workers/connection.js';
import { readSettings } from '../../workers/settings.js';
import { createAuthority } from './certificates.js';

const folder = mkdtempSync(join(tmpdir(), 'ascn-api-key-'));
const sessions = new Set<ServerHttp2Session>();
const authorizations: (string | undefined)[] = [];
let server: Http2SecureServer;
let env: Record<string, string>;

beforeAll(async () => {
  const authority = createAuthority(folder, 'authority');
  const { cert, key } = authority.sign('server');
  server = createSecureServer({ cert: readFileSync(cert), key: readFileSync(key) });
  server.on('session', (session) => void sessions.add(session));
  server.on('stream', (stream, headers) => {
    authorizations.push(headers.authorization);
    stream.respond(
      {
        ':status': 200,
        'content-type': 'application/grpc',
        'grpc-status': '16',
        'grpc-message': 'not this key',
      },
      { endStream: true },
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  env = {
    TEMPORAL_ADDRESS: `localhost:${(server.address() as AddressInfo).port}`,
    TEMPORAL_NAMESPACE: 'ascn.a1b2c',
    TEMPORAL_API_KEY: 'the-key-of-the-network',
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority.ca,
  };
});
afterAll(async () => {
  sessions.forEach((session) => session.destroy());
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true });
});

test('is sent with each call, by TLS, of the command line and of the worker; what the server says is passed on', async () => {
  const { connectionOptions } = readSettings(env).temporal!;
  await expect(connectToEngine(connectionOptions)).rejects.toMatchObject({
    type: 'Unavailable',
    message: expect.stringContaining('not this key') as unknown,
  });
  await expect(NativeConnection.connect(connectionOptions)).rejects.toThrow('not this key');
  expect(new Set(authorizations)).toEqual(new Set(['Bearer the-key-of-the-network']));
  expect(authorizations.length).toBeGreaterThanOrEqual(2);
});
