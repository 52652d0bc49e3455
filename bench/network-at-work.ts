/** A network at work for a measurement: store, worker and mailroom on an engine that is given, with as many cities as wanted. */
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { usualLimits } from '../client/mailroom/limits.js';
import { startMailroom } from '../client/mailroom/listener.js';
import { createOperations } from '../client/operations.js';
import type { RequestPlan } from '../domain/ask.js';
import type { City, Network, Office } from '../domain/network.js';
import type { Instant } from '../domain/time.js';
import { after, days, toInstant } from '../domain/time.js';
import { cycleBundle } from '../workers/bundle.js';
import { openInstallation } from '../workers/installation.js';
import { runWorker } from '../workers/worker.js';
import type { Cycle, Grounds } from '../workflows/cycle.js';

export const mailDomain = 'ascn.example';

/** The year whose data, calendar and holidays the measurements use. */
export const year = 2018;

export interface NetworkOptions {
  client: Client;
  /** For the worker. */
  connection: NativeConnection;
  namespace?: string;
  /** With Worker Deployment Versioning, as in a real installation; the time-skipping server does not know it. */
  deployment: boolean;
  home: string;
  network: string;
  smtpUrl: string;
  /** Cities beside those of the data, named `city-0001` and so on. */
  moreCities?: number;
  /** The calendar's time minus the engine's, in milliseconds. */
  offsetMs?: number;
}

/** Starts a worker and a mailroom. Close it before the engine. */
export async function openNetwork(options: NetworkOptions) {
  const { client, connection, home, network, smtpUrl, offsetMs = 0 } = options;
  const installation = openInstallation({ home, network });
  const { store } = installation;
  const operations = createOperations({ client, store, network, taskQueue: network });
  const data = withCities(await installation.networkData(`${year}-01-01`), options.moreCities ?? 0);
  const calendar = await installation.calendar(year, {
    chair: 'SG',
    place: 'Singapore',
    zone: 'Asia/Singapore',
  });
  const cycle: Cycle = {
    network,
    year,
    offsetMs,
    rehearsal: offsetMs !== 0,
    chair: 'SG',
    nextChair: 'TH',
    secretariat: ['secretariat-sg', 'secretariat-sg-head'],
    rules: data.rules,
  };
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const each of closing.splice(0).reverse()) await each();
  };
  try {
    const work = await installation.activities(client, { smtpUrl, domain: mailDomain, secret: 'measured' });
    closing.push(() => Promise.resolve(work.close()));
    const worker = await runWorker({
      connection,
      namespace: options.namespace ?? 'default',
      taskQueue: network,
      activities: work.activities,
      bundlePath: cycleBundle,
      deployment: options.deployment,
    });
    closing.push(() => worker.stop());
    const mailroom = await startMailroom({
      host: '127.0.0.1',
      domain: mailDomain,
      store,
      limits: usualLimits,
      startLetter: ({ digest, document, recipients }) =>
        operations.takeLetter({ digest, document, recipients, offsetMs }),
    });
    closing.push(() => mailroom.close());
    const grounds: Grounds = { networkDocument: await store.putJson(data), calendar, instants: {} };
    return {
      installation,
      operations,
      cycle,
      grounds,
      data,
      calendar,
      activities: work.activities,
      mailroomPort: mailroom.port,
      ask: (await installation.asks()).find(({ kind }) => kind === 'action-plan')!,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The id of the nth city that is beside those of the data, from 1. */
export const extraCity = (n: number): string => `city-${String(n).padStart(4, '0')}`;

function withCities(data: Network, count: number): Network {
  const cities: City[] = [];
  const offices: Office[] = [];
  for (let n = 1; n <= count; n += 1) {
    const id = extraCity(n);
    cities.push({
      id,
      name: `City ${n}`,
      localName: `City ${n}`,
      member: 'PH',
      zone: 'Asia/Manila',
      membership: { from: `${year}-01-01`, source: 'concept-note' },
      focusAreas: [],
      projects: [],
    });
    offices.push({
      id: `csco-${id}`,
      kind: 'chief-smart-city-officer',
      title: `Chief Smart City Officer of City ${n}`,
      member: 'PH',
      city: id,
      address: `csco@${id}.ph.example`,
      language: 'en',
      zone: 'Asia/Manila',
      holders: [{ from: `${year}-01-01`, salutation: 'Dear Sir or Madam' }],
    });
  }
  return { ...data, cities: [...data.cities, ...cities], offices: [...data.offices, ...offices] };
}

/**
 * The plan of a request of one of the further cities, whose reminder is due at an instant of one's own: the calendar
 * plans by working days only.
 */
export function planOfCity(city: string, reminder: Instant): RequestPlan {
  const now = toInstant(Date.now());
  const due = after(now, days(30));
  return {
    subject: city,
    addressees: [`csco-${city}`],
    copy: ['nr-ph'],
    mayAnswer: ['nr-ph'],
    due,
    dueDate: due.slice(0, 10),
    reminders: [{ at: reminder, days: 30 }],
    escalations: [],
    lapses: after(due, days(30)),
  };
}

/** A complete action plan, as an officer answers: the form's own lines. */
export const completeAnswer = [
  'Vision: A city for everyone',
  'Focus areas: Quality environment',
  'Strategic targets: Half of all journeys on foot by 2025',
  'Plan period: 2018-2025',
  'Project 1 title: Pavements',
  'Project 1 focus area: Built infrastructure',
  'Project 1 budget: USD 2 million',
  'Project 1 source of funding: City budget',
  'Project 1 support sought: Technical',
].join('\n');
