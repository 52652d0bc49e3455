import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { request } from 'node:http';
import type { PayloadCodec } from '@temporalio/common';
import { createInvitations } from '../../../client/codec/invitation.js';
import type { CodecOptions } from '../../../client/codec/server.js';
import { createCodec, openCodec } from '../../../client/codec/server.js';
import type { Actor } from '../../../domain/actor.js';
import { CycleError } from '../../../domain/errors.js';
import type { WhatWasRead } from '../../../domain/readings.js';

const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString();
const turned = (bytes: Uint8Array | null | undefined): Buffer => Buffer.from([...(bytes ?? [])].reverse());

/** Turns words round; `lost` cannot be opened. */
const payloadCodec: PayloadCodec = {
  encode: (payloads) =>
    Promise.resolve(
      payloads.map(({ data }) => ({
        metadata: { encoding: Buffer.from('binary/turned') },
        data: turned(data),
      })),
    ),
  decode: (payloads) =>
    Promise.resolve(
      payloads.map((payload) => {
        if (text(payload.metadata?.encoding) !== 'binary/turned') return payload;
        if (text(payload.data) === 'lost') throw new Error('The key is not there');
        return { metadata: { encoding: Buffer.from('json/plain') }, data: turned(payload.data) };
      }),
    ),
};

const base64 = (words: string): string => Buffer.from(words).toString('base64');
const payload = (encoding: string, data: string) => ({
  metadata: { encoding: base64(encoding) },
  data: base64(data),
});
const words = (json: string): [string, string][] =>
  (JSON.parse(json) as { payloads: { metadata: { encoding: string }; data: string }[] }).payloads.map(
    ({ metadata, data }) => [
      Buffer.from(metadata.encoding, 'base64').toString(),
      Buffer.from(data, 'base64').toString(),
    ],
  );

const secret = 'a secret of the tests, long enough for a key';
const invitations = createInvitations(secret, 'ascn');
const invited = { auditor: 'asec', by: 'secretariat-sg', why: 'Spot check <of 2018>' };
const page = 'http://127.0.0.1:44409';

/** Only the clock and its timers stand still; the server's own turns go on. */
const untouched = [
  'nextTick',
  'setImmediate',
  'clearImmediate',
  'queueMicrotask',
  'performance',
  'hrtime',
] as const;

let readings: { actor: Actor; read: WhatWasRead }[];
let storeIsAway: boolean;
const options: CodecOptions = {
  payloadCodec,
  invitations,
  record: (actor, read) => {
    if (storeIsAway) return Promise.reject(new CycleError('Unavailable', 'The document store is away.'));
    readings.push({ actor, read });
    return Promise.resolve();
  },
  at: 'http://127.0.0.1:8234',
};

let app: Awaited<ReturnType<typeof createCodec>>;
beforeEach(async () => {
  readings = [];
  storeIsAway = false;
  app = await createCodec(options);
});
afterEach(() => app.close());

const decode = (headers: Record<string, string>, body: object | string, url = '/decode') =>
  app.inject({ method: 'POST', url, headers: { 'content-type': 'application/json', ...headers }, body });
const bearer = async (who = invited): Promise<{ authorization: string }> => ({
  authorization: `Bearer ${(await invitations.write(who)).token}`,
});
const some = { payloads: [payload('binary/turned', '"noitanimon"'), payload('json/plain', '"open"')] };

describe('whoever was invited', () => {
  test('has payloads opened in their order; what was never closed, and what cannot be opened, stays as it is', async () => {
    const { payloads } = some;
    const { statusCode, body } = await decode(await bearer(), {
      payloads: [...payloads, payload('binary/turned', 'lost')],
    });
    expect(statusCode).toBe(200);
    expect(words(body)).toEqual([
      ['json/plain', '"nomination"'],
      ['json/plain', '"open"'],
      ['binary/turned', 'lost'],
    ]);
    // Temporal's command line reads no answer that names a field which it does not know
    for (const each of (JSON.parse(body) as { payloads: object[] }).payloads)
      expect(Object.keys(each).sort()).toEqual(['data', 'metadata']);
  });

  test('may ask below the name of a namespace, and have payloads closed again', async () => {
    const headers = { ...(await bearer()), 'x-namespace': 'default' };
    expect(words((await decode(headers, some, '/default/decode')).body)[0]).toEqual([
      'json/plain',
      '"nomination"',
    ]);
    const { body } = await decode(headers, { payloads: [payload('json/plain', 'abc')] }, '/encode');
    expect(words(body)).toEqual([['binary/turned', 'cba']]);
  });

  test('signs in by a link and a button, and is known by a cookie that no other site can send or read', async () => {
    const { token } = await invitations.write(invited);
    const asked = await app.inject(`/sign-in?token=${token}`);
    expect(asked.statusCode).toBe(200);
    expect(asked.body).toContain('Spot check &lt;of 2018&gt;');
    expect(asked.body).not.toContain('<script');
    expect(asked.headers['set-cookie']).toBeUndefined();
    expect(readings).toEqual([]);

    const signedIn = await app.inject({
      ...{ method: 'POST', url: '/sign-in', body: new URLSearchParams({ token }).toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://127.0.0.1:8234' },
    });
    expect([signedIn.statusCode, signedIn.headers.location]).toEqual([303, './']);
    expect(signedIn.headers['set-cookie']).toMatch(/; HttpOnly; SameSite=Strict$/);
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!;

    const home = await app.inject({ url: '/', headers: { cookie } });
    expect(home.body).toContain('<code>http://127.0.0.1:8234</code>');
    expect(words((await decode({ cookie }, some)).body)[0]).toEqual(['json/plain', '"nomination"']);
    // Temporal's pages may send a token of their own beside it
    expect((await decode({ cookie, authorization: 'Bearer undefined' }, some)).statusCode).toBe(200);
    const out = await app.inject({ method: 'POST', url: '/sign-out', headers: { cookie } });
    expect(out.headers['set-cookie']).toMatch(/^ascn-codec=;.*Expires=Thu, 01 Jan 1970/);
  });

  test('gets a cookie for TLS alone where the codec is reached by it', async () => {
    const behind = await createCodec({
      ...options,
      at: 'https://codec.ascn.example',
      ui: ['https://temporal.ascn.example'],
    });
    const { token } = await invitations.write(invited);
    const { headers } = await behind.inject({
      ...{ method: 'POST', url: '/sign-in', body: `token=${token}` },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(headers['set-cookie']).toContain('; Secure;');
    await behind.close();
  });
});

describe('nobody else', () => {
  const forged = createInvitations('another secret, which is just as long as it', 'ascn');
  const elsewhere = createInvitations(secret, 'rehearsal-7f3a');

  test('has anything opened, and is told so in a sentence', async () => {
    const refusals: [Record<string, string>, string][] = [
      [{}, 'You are not signed in. Ask the chair’s secretariat'],
      [{ authorization: 'Bearer x' }, 'This is no invitation of the network “ascn”'],
      [{ cookie: 'ascn-codec=x' }, 'This is no invitation of the network “ascn”'],
      [{ authorization: `Bearer ${(await forged.write(invited)).token}` }, 'This is no invitation'],
      [{ authorization: `Bearer ${(await elsewhere.write(invited)).token}` }, 'This is no invitation'],
      // the same words, said to be signed by nothing
      [
        { authorization: `Bearer ${unsigned((await invitations.write(invited)).token)}` },
        'This is no invitation',
      ],
    ];
    for (const [headers, sentence] of refusals)
      for (const url of ['/decode', '/encode', '/default/decode']) {
        const { statusCode, body } = await decode(headers, some, url);
        expect([url, statusCode, body]).toEqual([url, 401, expect.stringContaining(sentence)]);
      }
    expect(readings).toEqual([]);
  });

  test('an invitation lasts for a working day', async () => {
    const headers = await bearer();
    jest.useFakeTimers({ doNotFake: [...untouched], now: Date.now() + 8 * 3_600_000 - 5_000 });
    try {
      expect((await decode(headers, some)).statusCode).toBe(200);
      jest.setSystemTime(Date.now() + 10_000);
      const { statusCode, body } = await decode(headers, some);
      expect([statusCode, body]).toEqual([401, expect.stringContaining('The invitation of asec is over.')]);
    } finally {
      jest.useRealTimers();
    }
  });

  test('not a page of elsewhere, whatever it brings along', async () => {
    for (const origin of ['https://elsewhere.example', 'http://127.0.0.1.elsewhere.example', 'null']) {
      const { statusCode, body, headers } = await decode({ ...(await bearer()), origin }, some);
      expect([statusCode, body]).toEqual([
        403,
        expect.stringContaining(`Pages of ${origin} may not ask here`),
      ]);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
    const named = await createCodec({ ...options, ui: ['https://temporal.ascn.example'] });
    const { statusCode } = await named.inject({
      ...{ method: 'POST', url: '/decode', headers: { ...(await bearer()), origin: page }, body: some },
    });
    expect(statusCode).toBe(403);
    await named.close();
  });

  test('a link that is over, or is none, leads to a page that says so', async () => {
    const { statusCode, body } = await app.inject('/sign-in?token=<x>');
    expect([statusCode, body]).toEqual([
      401,
      expect.stringContaining('This is no invitation of the network “ascn”'),
    ]);
    expect((await app.inject('/')).body).toContain('ascn codec invite');
  });
});

const unsigned = (token: string): string => {
  const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  return `${header}.${token.split('.')[1]}.`;
};

describe('what is opened is written down', () => {
  const reader = { office: 'asec', door: 'codec', authority: 'invited by secretariat-sg', why: invited.why };

  test('that somebody came in, before anything is opened; how much, once the codec ends', async () => {
    const headers = await bearer();
    for (let i = 0; i < 5; i += 1) await decode(headers, some);
    expect(readings).toEqual([
      { actor: reader, read: { kind: 'sign-in', auditor: 'asec', until: expect.any(String) } },
    ]);
    await app.close();
    expect(readings.slice(1)).toEqual([
      { actor: reader, read: { kind: 'decoded', since: expect.any(String), payloads: 5 } },
    ]);
  });

  test('at most once a minute for each who reads', async () => {
    jest.useFakeTimers({ doNotFake: [...untouched] });
    try {
      const [asec, other] = [await bearer(), await bearer({ ...invited, auditor: 'ns-vn' })];
      for (const headers of [asec, other, asec]) await decode(headers, some);
      await jest.advanceTimersByTimeAsync(61_000);
      await decode(asec, some);
      const opened = readings.flatMap(({ actor, read }) =>
        read.kind === 'decoded' ? [[actor.office, read.payloads]] : [],
      );
      expect(opened).toEqual([
        ['asec', 2],
        ['ns-vn', 1],
      ]);
    } finally {
      jest.useRealTimers();
    }
  });

  test('while it cannot be written, nothing is opened; what was opened before is not forgotten', async () => {
    storeIsAway = true;
    const headers = await bearer();
    const refusal = await decode(headers, some);
    expect([refusal.statusCode, refusal.body]).toEqual([503, 'The document store is away.\n']);
    storeIsAway = false;
    jest.useFakeTimers({ doNotFake: [...untouched] });
    try {
      await decode(headers, some);
      storeIsAway = true;
      await jest.advanceTimersByTimeAsync(61_000);
      jest.setSystemTime(Date.now() + 61_000);
      expect((await decode(headers, some)).statusCode).toBe(503);
      storeIsAway = false;
      await decode(headers, some);
    } finally {
      jest.useRealTimers();
    }
    await app.close();
    const opened = readings.flatMap(({ read }) => (read.kind === 'decoded' ? [read.payloads] : []));
    expect(opened.reduce((sum, each) => sum + each, 0)).toBe(2);
  });

  test('what held nothing closed is not counted', async () => {
    await decode(await bearer(), { payloads: [payload('json/plain', '"open"')] });
    await app.close();
    expect(readings.map(({ read }) => read.kind)).toEqual(['sign-in']);
  });
});

test.each([['{'], ['{}'], ['{"payloads": 7}'], ['[]']])('%s is told what is expected', async (body) => {
  const { statusCode, body: sentence } = await decode(await bearer(), body);
  expect([statusCode, sentence]).toEqual([400, expect.stringContaining('Expected {"payloads"')]);
});

test('a browser at Temporal’s pages asks first, and may then send the cookie along', async () => {
  const codec = await openCodec({ ...options, host: '127.0.0.1', port: 0 });
  try {
    const preflight = await http(codec.port, 'OPTIONS', {
      origin: page,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-namespace',
    });
    expect(preflight).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': page,
        'access-control-allow-credentials': 'true',
        'access-control-allow-headers': 'content-type,x-namespace',
      },
    });
    expect(preflight.headers['access-control-allow-methods']).toContain('POST');
    const { token } = await invitations.write(invited);
    const asked = { origin: page, 'x-namespace': 'default', 'content-type': 'application/json' };
    const answer = await http(
      codec.port,
      'POST',
      { ...asked, cookie: `ascn-codec=${token}` },
      JSON.stringify(some),
    );
    expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': page } });
    expect(words(answer.body)[0]).toEqual(['json/plain', '"nomination"']);
    // a refusal can be read by the page too
    expect(await http(codec.port, 'POST', asked, JSON.stringify(some))).toMatchObject({
      status: 401,
      headers: { 'access-control-allow-origin': page },
      body: expect.stringContaining('You are not signed in.'),
    });
  } finally {
    await codec.close();
  }
});

interface Answer {
  status: number | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

const http = (port: number, method: string, headers: Record<string, string>, body = ''): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/decode', method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(parts).toString(),
        }),
      );
    })
      .on('error', reject)
      .end(body);
  });
