/** Everything that a team's installation stands on: PostgreSQL, Temporal's server, an S3 server, a mail server. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalMailbox } from '../../activities/mail/out/local-mailbox.js';
import { startS3Server } from '../setup/s3-server.js';
import { createAuthority, serverName } from './certificates.js';
import { startPostgres } from './postgres.js';
import { startTemporalServer } from './temporal-server.js';

export type Cluster = Awaited<ReturnType<typeof startCluster>>;

export const bucket = 'documents-of-ascn';

/** @param namespaces are made, with ten years' retention and the search attributes */
export async function startCluster(...namespaces: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'ascn-cluster-'));
  // PostgreSQL may run as another user, who has to reach its folder.
  chmodSync(folder, 0o755);
  const certificates = join(folder, 'certificates');
  mkdirSync(certificates);
  const authority = createAuthority(certificates, 'authority');
  const tls = { ca: authority.ca, server: authority.sign('server'), client: authority.sign('network') };
  const postgres = await startPostgres(folder);
  const temporal = await startTemporalServer(folder, postgres, tls, namespaces);
  const s3 = await startS3Server(bucket);
  const sinks: { close(): Promise<void> }[] = [];

  return {
    folder,
    postgres,
    temporal,
    s3,
    /** The settings by which a process of the network reaches all of it, in Temporal's and AWS's own variables. */
    env: (namespace: string) => ({
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: namespace,
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: tls.ca,
      TEMPORAL_TLS_SERVER_NAME: serverName,
      TEMPORAL_TLS_CLIENT_CERT_PATH: tls.client.cert,
      TEMPORAL_TLS_CLIENT_KEY_PATH: tls.client.key,
      ...s3.env,
    }),
    /** An authority that the server does not know, and a certificate of it. */
    strangersCertificate() {
      const strangers = createAuthority(certificates, 'strangers');
      return { ca: strangers.ca, ...strangers.sign('stranger') };
    },
    /** A mail server that takes every letter and keeps it, as those of the offices do. */
    async mailServer(name: string) {
      const letters = join(folder, `letters-${name}`);
      const sink = await startLocalMailbox(letters);
      sinks.push(sink);
      return { url: sink.url, letters };
    },
    async close() {
      for (const sink of sinks) await sink.close();
      await s3.close();
      await temporal.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
