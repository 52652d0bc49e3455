/** A mailroom in a process of its own, by itself or with the worker as `npm start` runs it. Started by `doors.ts`. */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { createCheck } from '../../client/mailroom/authentication/check.js';
import { usualLimits } from '../../client/mailroom/limits.js';
import type { MailroomOptions } from '../../client/mailroom/listener.js';
import { startMailroom } from '../../client/mailroom/listener.js';
import { createOperations } from '../../client/operations.js';
import { openInstallation } from '../../workers/installation.js';
import { prepareRuntime } from '../../workers/runtime.js';
import { openAsking } from '../asking.js';
import { mailDomain, withCities, year } from '../cities.js';
import { openNetwork } from '../network-at-work.js';
import { answerParent, orderOf } from './child.js';
import type { Stalls } from './stalls.js';
import { watchStalls } from './stalls.js';
import { enterTokens } from './tokens.js';

/** What it is given, as one word of JSON. */
export interface MailroomOrder {
  /** Where the engine is. */
  address: string;
  /** An empty folder of its own. */
  home: string;
  network: string;
  cities: number;
  /** With the worker in the same process, whose letters go to this mail server. */
  worker?: { smtpUrl: string };
}

/** `ask` the cities, which the worker does by letters; `watch` from now on; `told` what was seen since; `accepted` are all. */
export type ToMailroom = 'ask' | 'watch' | 'told' | 'accepted' | 'finish';

export interface MailroomOpen {
  port: number;
  /** Without a worker: the reply addresses of the cities. */
  addresses: string[];
}

/** What was seen of the process. */
export interface MailroomTold {
  stalls: Stalls;
  /** The most memory that it held since it began, in MB. */
  memory: number;
}

const { address, home, network, cities, worker } = orderOf<MailroomOrder>();

prepareRuntime();
const connection = await Connection.connect({ address });
const client = new Client({ connection });
// what it asks of name servers is answered at once: nobody knows anything
const check = createCheck(() => Promise.reject(Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' })));
let checks = false;
const authenticate: MailroomOptions['authenticate'] = ({ raw, client: from, helo, sender }) =>
  checks ? check.check({ raw, client: from, helo, sender, name: mailDomain }) : Promise.resolve(undefined);

/** The doors alone, as `npm start mailroom` opens them; what they take waits in the engine. */
async function openDoors() {
  const installation = openInstallation({ home, network });
  const { store } = installation;
  const data = withCities(await installation.networkData(`${year}-01-01`), cities);
  const operations = createOperations({ client, store, network, taskQueue: network });
  const mailroom = await startMailroom({
    host: '127.0.0.1',
    domain: mailDomain,
    store,
    limits: usualLimits,
    authenticate,
    startLetter: ({ digest, document, recipients, authentication }) =>
      operations.takeLetter({ digest, document, recipients, authentication, offsetMs: 0 }),
  });
  return {
    port: mailroom.port,
    addresses: await enterTokens(store, network, data, cities),
    asking: undefined,
    close: () => mailroom.close(),
  };
}

async function openAll(smtpUrl: string) {
  const native = await NativeConnection.connect({ address });
  const work = await openNetwork({
    ...{ client, connection: native, deployment: true, home, network, smtpUrl, authenticate },
    moreCities: cities,
  });
  const hourMs = 3_600_000;
  const numbers = Array.from({ length: cities }, (_, i) => i + 1);
  return {
    port: work.mailroomPort,
    addresses: [],
    asking: await openAsking({ client, work, network, cities: numbers, patience: () => hourMs }),
    async close() {
      await work.close();
      await native.close();
    },
  };
}

const open = await (worker ? openAll(worker.smtpUrl) : openDoors());
let stopWatching = watchStalls();

async function perform(said: ToMailroom): Promise<unknown> {
  switch (said) {
    case 'ask':
      return open.asking?.askAll();
    case 'accepted':
      return open.asking?.allAccepted();
    case 'watch':
      // from now on letters come from anywhere, and who wrote them is checked
      checks = true;
      stopWatching();
      stopWatching = watchStalls();
      return undefined;
    case 'told': {
      const told: MailroomTold = {
        stalls: stopWatching(),
        memory: process.resourceUsage().maxRSS / 1024,
      };
      return told;
    }
    case 'finish':
      await open.close();
      await check.close();
      await connection.close();
      return undefined;
  }
}

const { port, addresses } = open;
answerParent({ port, addresses } satisfies MailroomOpen, perform);
