/** The pages for whoever watches an installation: `/healthz`, `/readyz` and `/metrics`, on one port. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CycleError } from '../domain/errors.js';
import type { Readiness } from './readiness.js';

export interface HealthOptions {
  /** A free one is taken for 0. */
  port: number;
  host: string;
  readiness: () => Promise<Readiness>;
  /** Where Temporal's core serves the metrics of this process: `127.0.0.1:port`. */
  metricsAddress: string;
}

/**
 * Opens the pages. None asks who is reading, and none holds what people wrote; keep them from the world anyway.
 *
 * @throws CycleError `Unavailable` when the port is taken
 */
export async function openHealth(
  options: HealthOptions,
): Promise<{ port: number; close: () => Promise<void> }> {
  const { host, port } = options;
  const server = createServer((request, response) => {
    page(request, options).then(
      ({ status, type, body }) => answer(response, status, type, body),
      (error: unknown) => answer(response, 503, 'text/plain', `${String(error)}\n`),
    );
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  }).catch((error: unknown) => {
    throw new CycleError(
      'Unavailable',
      `The pages for health and metrics cannot be served on ${host}:${port}: ${String(error)}`,
    );
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

interface Page {
  status: number;
  type: string;
  body: string;
}

const json = (status: number, body: unknown): Page => ({
  status,
  type: 'application/json',
  body: `${JSON.stringify(body)}\n`,
});

async function page({ url = '', method }: IncomingMessage, options: HealthOptions): Promise<Page> {
  if (method !== 'GET' && method !== 'HEAD') return json(405, { error: 'These pages are only read.' });
  switch (url.replace(/\?.*$/, '')) {
    // that it is answered says that the process lives and its event loop turns
    case '/healthz':
      return json(200, { alive: true });
    case '/readyz': {
      const readiness = await options.readiness();
      return json(readiness.ready ? 200 : 503, readiness);
    }
    case '/metrics': {
      const metrics = await fetch(`http://${options.metricsAddress}/metrics`);
      return {
        status: metrics.status,
        type: 'text/plain; version=0.0.4; charset=utf-8',
        body: await metrics.text(),
      };
    }
    default:
      return json(404, { error: 'There are /healthz, /readyz and /metrics.' });
  }
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
