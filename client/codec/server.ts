/**
 * The codec for auditors: Temporal's own pages and command line send it what is encrypted in the engine, and it answers
 * with the words, to whoever was invited. It speaks Temporal's codec protocol
 * (https://docs.temporal.io/production-deployment/data-encryption#codec-server-setup).
 */
import type { AddressInfo } from 'node:net';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import formbody from '@fastify/formbody';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fastify } from 'fastify';
import { CycleError, refused } from '../../domain/errors.js';
import { Gathered } from './gathered.js';
import type { WriteDown } from './gathered.js';
import type { Invitation, Invitations } from './invitation.js';
import { askForOne } from './invitation.js';
import { invitedPage, signedInPage, signedOutPage } from './pages.js';

export interface CodecOptions {
  payloadCodec: PayloadCodec;
  invitations: Invitations;
  /** Writes down who reads. */
  record: WriteDown;
  /** Where people and Temporal's pages reach it, e.g. `https://codec.ascn.example`. */
  at: string;
  /** The origins of Temporal's pages; without any, those of this machine, on any port. */
  ui?: string[] | undefined;
}

const { Payload: PayloadMessage, Payloads } = proto.temporal.api.common.v1;

const cookieName = 'ascn-codec';

/** Bytes of one question: Temporal's pages ask for a whole history, in which each payload may have 2 MB. */
const largestQuestion = 64 * 1024 * 1024;

const ofThisMachine = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

const question = {
  type: 'object',
  required: ['payloads'],
  properties: {
    payloads: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          metadata: { type: 'object', additionalProperties: { type: 'string' } },
          data: { type: 'string' },
        },
      },
    },
  },
};

export async function createCodec(options: CodecOptions): Promise<FastifyInstance> {
  const { payloadCodec, invitations, record, at, ui } = options;
  const gathered = new Gathered(record);
  const own = new URL(at);
  const isAllowed = (origin: string): boolean =>
    origin === own.origin || (ui ? ui.includes(origin) : ofThisMachine.test(origin));

  const app = fastify({ bodyLimit: largestQuestion });
  // what a foreign page can send without asking first is not read
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(quiet);
    const { origin } = request.headers;
    if (origin !== undefined && !isAllowed(origin))
      await say(
        reply,
        403,
        `Pages of ${origin} may not ask here; expected ${ui?.join(', ') ?? 'a page of this machine'}.`,
      );
  });
  await app.register(cors, {
    origin: (origin, answer) => answer(null, origin !== undefined && isAllowed(origin)),
    ...{ credentials: true, methods: ['POST'], maxAge: 600 },
  });
  await app.register(cookie);
  await app.register(formbody);

  for (const path of ['/decode', '/:namespace/decode'])
    app.post(path, { schema: { body: question } }, async (request, reply) => {
      const invitation = await invitationOf(request);
      await gathered.admit(invitation);
      const payloads = Payloads.fromObject(request.body as object).payloads ?? [];
      const decoded = await Promise.all(payloads.map((payload) => decodedOrAsItIs(payloadCodec, payload)));
      gathered.add(
        invitation,
        decoded.filter((payload, i) => encodingOf(payload) !== encodingOf(payloads[i]!)).length,
      );
      return answer(reply, decoded);
    });

  for (const path of ['/encode', '/:namespace/encode'])
    app.post(path, { schema: { body: question } }, async (request, reply) => {
      await invitationOf(request);
      const payloads = Payloads.fromObject(request.body as object).payloads ?? [];
      return answer(reply, await payloadCodec.encode(payloads));
    });

  app.get('/', async (request, reply) => {
    const token = request.cookies[cookieName];
    if (token === undefined) return page(reply, 401, signedOutPage(askForOne));
    return page(reply, 200, signedInPage(await invitations.read(token), own.href.replace(/\/$/, '')));
  });

  app.get<{ Querystring: { token?: string } }>('/sign-in', async (request, reply) => {
    const { token = '' } = request.query;
    return page(reply, 200, invitedPage(await invitations.read(token), token));
  });

  app.post<{ Body?: { token?: string } }>('/sign-in', async (request, reply) => {
    const token = request.body?.token ?? '';
    const invitation = await invitations.read(token);
    await gathered.admit(invitation);
    return reply
      .setCookie(cookieName, token, { ...cookieKept, expires: new Date(invitation.until) })
      .redirect('./', 303);
  });

  app.post('/sign-out', (_, reply) => reply.clearCookie(cookieName, cookieKept).redirect('./', 303));

  /** Sent only to this host, and not by pages of other sites. */
  const cookieKept = {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: own.protocol === 'https:',
  } as const;

  async function invitationOf(request: FastifyRequest): Promise<Invitation> {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const tokens = [bearer, request.cookies[cookieName]].filter((token) => token !== undefined);
    if (tokens.length === 0) throw refused(`You are not signed in. ${askForOne}`);
    // Temporal's pages may send a token of their own beside the cookie
    for (const token of tokens.slice(0, -1)) {
      const read = await invitations.read(token).catch(() => undefined);
      if (read) return read;
    }
    return invitations.read(tokens.at(-1)!);
  }

  app.setErrorHandler((error, request, reply) => {
    const [status, sentence] = told(error);
    return request.method === 'GET' || request.url.endsWith('/sign-in')
      ? page(reply, status, signedOutPage(sentence))
      : say(reply, status, sentence);
  });
  app.setNotFoundHandler((_, reply) =>
    say(reply, 404, 'There is nothing here. Programs ask /decode and /encode, by POST; people begin at /.'),
  );
  app.addHook('onClose', () => gathered.close());
  return app;
}

/**
 * Opens the codec on a port.
 *
 * @param port a free one is taken for 0
 * @throws CycleError `Unavailable` when the port is taken
 */
export async function openCodec(
  options: CodecOptions & { host: string; port: number },
): Promise<{ port: number; close: () => Promise<void> }> {
  const { host, port } = options;
  const app = await createCodec(options);
  await app.listen({ host, port }).catch((error: unknown) => {
    throw new CycleError('Unavailable', `The codec cannot be served on ${host}:${port}: ${String(error)}`);
  });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
}

/** One whose key is not here stays as it is, and the others are opened all the same. */
async function decodedOrAsItIs(codec: PayloadCodec, payload: Payload): Promise<Payload> {
  try {
    const [decoded = payload] = await codec.decode([payload]);
    return decoded;
  } catch {
    return payload;
  }
}

const encodingOf = ({ metadata }: Payload): string => Buffer.from(metadata?.encoding ?? []).toString();

/** Protobuf's own JSON: bytes are base64. A field that a payload does not have is not named: an older reader may not know it. */
const answer = (reply: FastifyReply, payloads: Payload[]): FastifyReply =>
  reply.send({
    payloads: payloads.map((payload) =>
      PayloadMessage.toObject(PayloadMessage.create(payload), { bytes: String }),
    ),
  });

const quiet = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  // no other site learns of a link; `no-referrer` would hide from this server too whose form was sent
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

const page = (reply: FastifyReply, status: number, html: string): FastifyReply =>
  reply.status(status).type('text/html; charset=utf-8').send(html);

const say = (reply: FastifyReply, status: number, sentence: string): FastifyReply =>
  reply.status(status).type('text/plain; charset=utf-8').send(`${sentence}\n`);

function told(error: unknown): [status: number, sentence: string] {
  if (error instanceof CycleError) return [error.type === 'Unavailable' ? 503 : 401, error.message];
  const { statusCode = 500, message } = error as { statusCode?: number; message?: string };
  return statusCode < 500
    ? [
        statusCode,
        `What was sent cannot be read: ${message}. Expected {"payloads": [{"metadata": {…}, "data": …}]}, bytes as base64.`,
      ]
    : [500, 'Something unexpected went wrong.'];
}
