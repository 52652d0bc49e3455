/** The scenario on Restate: handlers behind HTTP, called by a server that keeps their journals. */
import { createServer } from 'node:http2';
import * as restate from '@restatedev/restate-sdk';
import { order, patienceMs, sendLetter, serve, waitOf } from './application.mjs';

// The SDK needs Node 22; this is all that Node 20 lacks.
Promise.withResolvers ??= function withResolvers() {
  let resolve, reject;
  const promise = new this((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
};

const { admin, ingress } = JSON.parse(order.address);

const ask = restate.workflow({
  name: 'ask',
  handlers: {
    run: async (ctx, { city, waitMs }) => {
      await ctx.run('ask', () => sendLetter(city, '1'));
      let answer;
      try {
        answer = await ctx.promise('answer').get().orTimeout(waitMs);
      } catch (error) {
        if (!(error instanceof restate.TimeoutError)) throw error;
      }
      if (answer === undefined) {
        await ctx.run('remind', () => sendLetter(city, '2'));
        answer = await ctx.promise('answer').get().orTimeout(patienceMs);
      }
      await ctx.run('receipt', () => sendLetter(city, 'R1', answer));
    },
    answer: async (ctx, text) => {
      await ctx.promise('answer').resolve(text);
    },
  },
});

const endpoint = createServer(restate.createEndpointHandler({ services: [ask], logger: () => undefined }));
// Restate's server keeps its sessions open, and the endpoint does not close before they have ended.
const sessions = new Set();
endpoint.on('session', (session) => sessions.add(session));
await new Promise((open) => endpoint.listen(0, '127.0.0.1', open));

async function post(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.text();
}

await post(`${admin}/deployments`, { uri: `http://127.0.0.1:${endpoint.address().port}` });

await serve({
  ask: (city) => post(`${ingress}/ask/${city}/run/send`, { city, waitMs: waitOf(city) }),
  take: (city, text) => post(`${ingress}/ask/${city}/answer`, text),
  finished: () =>
    Promise.all(
      order.cities.map(async (city) => {
        const response = await fetch(`${ingress}/restate/workflow/ask/${city}/attach`);
        if (!response.ok) throw new Error(`${city}: ${response.status} ${await response.text()}`);
        await response.text();
      }),
    ),
  close: () => {
    for (const session of sessions) session.destroy();
    return new Promise((closed) => endpoint.close(closed));
  },
});
