/** The scenario on DBOS, a library whose state lies in PostgreSQL. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import { order, patienceMs, sendLetter, serve, waitOf } from './application.mjs';

DBOS.setConfig({ name: 'peers', systemDatabaseUrl: order.databaseUrl, logLevel: 'error' });

const send = DBOS.registerStep(sendLetter, { name: 'sendLetter' });

const ask = DBOS.registerWorkflow(
  async (city, waitMs) => {
    await send(city, '1');
    let answer = await DBOS.recv('answer', waitMs / 1000);
    if (answer === null) {
      await send(city, '2');
      answer = await DBOS.recv('answer', patienceMs / 1000);
    }
    await send(city, 'R1', answer);
  },
  { name: 'ask' },
);

await DBOS.launch();
const started = [];

await serve({
  ask: async (city) =>
    started.push(await DBOS.startWorkflow(ask, { workflowID: `plain/${city}` })(city, waitOf(city))),
  take: (city, text) => DBOS.send(`plain/${city}`, text, 'answer'),
  finished: () => Promise.all(started.map((handle) => handle.getResult())),
  close: () => DBOS.shutdown(),
});
