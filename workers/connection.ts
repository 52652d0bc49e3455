/** Connecting to a Temporal server, and saying in words why that failed. */
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions } from '@temporalio/client';
import { Connection } from '@temporalio/client';
import { CycleError } from '../domain/errors.js';

/**
 * @throws CycleError `Unavailable` with the reason, when the server is not there or one side refuses the other
 */
export async function connectToEngine(options: ConnectionOptions): Promise<Connection> {
  try {
    return await Connection.connect(options);
  } catch (error) {
    throw new CycleError(
      'Unavailable',
      `The engine at ${options.address ?? usualAddress} does not answer: ${(await reasonFor(options)) ?? innermost(error)}.`,
    );
  }
}

const usualAddress = 'localhost:7233';

/** The library wraps what the server said. */
const innermost = (error: unknown): string =>
  error instanceof Error ? (error.cause ? innermost(error.cause) : error.message) : String(error);

/** The library only says that time was up; a handshake by hand tells more. */
async function reasonFor({
  address = usualAddress,
  tls,
  apiKey,
}: ConnectionOptions): Promise<string | undefined> {
  const at = { host: address.replace(/:\d+$/, ''), port: Number(/:(\d+)$/.exec(address)?.[1] ?? 7233) };
  // With an API key, TLS is on unless it is switched off.
  if (!(tls ?? apiKey)) {
    const refused = await firstWord(() => connectTcp(at));
    if (refused !== undefined) return reasons[refused] ?? `the system says ${refused}`;
    const secured = await firstWord(() => connectTls({ ...at, rejectUnauthorized: false }));
    return secured === undefined || refusesUs.test(secured)
      ? 'it expects TLS; set TEMPORAL_TLS=true'
      : undefined;
  }
  const { serverNameOverride, serverRootCACertificate, clientCertPair } =
    typeof tls === 'object' && tls ? tls : {};
  const name = serverNameOverride ?? at.host;
  const refused = await firstWord(() =>
    connectTls({
      ...at,
      servername: isIP(name) ? undefined : name,
      ca: serverRootCACertificate && Buffer.from(serverRootCACertificate),
      cert: clientCertPair && Buffer.from(clientCertPair.crt),
      key: clientCertPair && Buffer.from(clientCertPair.key),
      ALPNProtocols: ['h2'],
    }),
  );
  if (refused === undefined) return undefined;
  if (refusesUs.test(refused)) {
    return (
      `it does not take ${clientCertPair ? 'the certificate of this client' : 'a client without a certificate'} (${refused}); ` +
      'see TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH'
    );
  }
  if (isOfCertificate.test(refused)) {
    return (
      `its certificate is not trusted here (${refused}); ` +
      'see TEMPORAL_TLS_SERVER_CA_CERT_PATH and TEMPORAL_TLS_SERVER_NAME'
    );
  }
  return reasons[refused] ?? `the system says ${refused}`;
}

/** The server ends the handshake with one of these when the client's certificate is missing or not to its liking. */
const refusesUs =
  /ALERT_(CERTIFICATE|BAD_CERTIFICATE|UNKNOWN_CA|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED|HANDSHAKE_FAILURE)/;

const isOfCertificate = /CERT|UNABLE_TO_(GET_ISSUER|VERIFY)/;

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
  ECONNRESET: 'the connection broke off (ECONNRESET)',
  ENOTFOUND: 'its name is not known (ENOTFOUND)',
  EAI_AGAIN: 'its name cannot be looked up (EAI_AGAIN)',
  EHOSTUNREACH: 'it cannot be reached (EHOSTUNREACH)',
  ETIMEDOUT: 'it cannot be reached (ETIMEDOUT)',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS; TEMPORAL_TLS is set here',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS; TEMPORAL_TLS is set here',
};

/** How long a server may take to refuse: with TLS 1.3 it does so after the client's side is done. */
const patienceMs = 2_000;

/**
 * Opens a connection and closes it again.
 *
 * @returns the code of what was refused; undefined when nothing was
 */
function firstWord(open: () => ReturnType<typeof connectTcp>): Promise<string | undefined> {
  return new Promise((done) => {
    const socket = open();
    const end = (code?: string) => {
      socket.destroy();
      done(code);
    };
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
    socket.once('connect', () => setTimeout(end, patienceMs));
    socket.setTimeout(patienceMs * 3, () => end('ETIMEDOUT'));
  });
}
