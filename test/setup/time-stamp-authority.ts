/** A time-stamp authority (RFC 3161): OpenSSL answers, behind a small HTTP server. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { readCertificates } from '../../domain/time-stamp.js';

export type Authority = Awaited<ReturnType<typeof startAuthority>>;

export interface Answered {
  status?: number;
  body: Uint8Array;
}

export async function startAuthority({ rsa = false, expired = false, digest = 'sha256' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ascn-authority-'));
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const key = rsa ? ['rsa:2048'] : ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const made = (name: string) => ['-newkey', ...key, '-nodes', '-keyout', `${name}.key`];
  const root = ['-x509', '-out', 'ca.pem', '-subj', '/O=Trust Services/CN=Root', '-days', '9'];
  const rights = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'];
  openssl('req', ...made('ca'), ...root, ...rights.flatMap((right) => ['-addext', right]));
  openssl('req', ...made('tsa'), '-out', 'tsa.csr', '-subj', '/O=Trust Services/CN=Time-stamps');
  writeFileSync(join(folder, 'usage'), 'extendedKeyUsage=critical,timeStamping\n');
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'usage'];
  openssl('x509', '-req', '-in', 'tsa.csr', ...by, '-out', 'tsa.pem', '-days', expired ? '-1' : '9');
  const settings = {
    ...{ serial: 'serial', signer_cert: 'tsa.pem', signer_key: 'tsa.key', certs: 'ca.pem' },
    ...{ signer_digest: 'sha256', ess_cert_id_alg: 'sha256', default_policy: '1.2.3.4.1', digests: digest },
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  writeFileSync(join(folder, 'tsa.cnf'), ['[tsa]', 'default_tsa = ours', '[ours]', ...lines, ''].join('\n'));

  /** What OpenSSL answers. */
  const reply = (query: Uint8Array): Buffer => {
    writeFileSync(join(folder, 'query'), query);
    const files = ['-config', 'tsa.cnf', '-queryfile', 'query', '-out', 'answer'];
    openssl('ts', '-reply', ...files);
    return readFileSync(join(folder, 'answer'));
  };
  const asked: string[] = [];
  let act: (query: Buffer) => Answered | Promise<Answered> = (query) => ({ body: reply(query) });
  const server = createServer((request, response) => {
    void (async () => {
      asked.push(`${request.method} ${request.headers['content-type']}`);
      const { status = 200, body } = await act(await buffer(request));
      response.writeHead(status, { 'content-type': 'application/timestamp-reply' }).end(body);
    })();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsr`,
    caFile: join(folder, 'ca.pem'),
    trusted: readCertificates(readFileSync(join(folder, 'ca.pem'), 'utf8'), 'ca.pem'),
    /** The method and the type of each request. */
    asked,
    reply,
    /** How it answers from now on; as it should where nothing is given. */
    misbehave(how?: typeof act) {
      act = how ?? ((query) => ({ body: reply(query) }));
    },
    /** OpenSSL's own check of an answer to the content of a file. @throws where it does not hold */
    check: (file: string, answer: Uint8Array): string => {
      writeFileSync(join(folder, 'kept.tsr'), answer);
      const words = ['ts', '-verify', '-data', file, '-in', 'kept.tsr', '-CAfile', 'ca.pem'];
      return openssl(...words).toString('utf8');
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
