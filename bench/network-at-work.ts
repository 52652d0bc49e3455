/** A network at work for a measurement: store, worker and mailroom on an engine that is given, with as many cities as wanted. */
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { usualLimits } from '../client/mailroom/limits.js';
import type { MailroomOptions } from '../client/mailroom/listener.js';
import { startMailroom } from '../client/mailroom/listener.js';
import { createOperations } from '../client/operations.js';
import { putNetwork } from '../domain/network-document.js';
import type { RequestPlan } from '../domain/ask.js';
import type { Instant } from '../domain/time.js';
import { after, days, toInstant } from '../domain/time.js';
import { cycleBundle } from '../workers/bundle.js';
import { openInstallation } from '../workers/installation.js';
import { runWorker } from '../workers/worker.js';
import type { Cycle, Grounds } from '../workflows/cycle.js';
import { mailDomain, withCities, year } from './cities.js';

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
  /** What vouches for who wrote a letter; without it nothing is checked, as behind a mail server of one's own. */
  authenticate?: MailroomOptions['authenticate'];
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
      authenticate: options.authenticate,
      startLetter: ({ digest, document, recipients, authentication }) =>
        operations.takeLetter({ digest, document, recipients, authentication, offsetMs }),
    });
    closing.push(() => mailroom.close());
    const grounds: Grounds = { networkDocument: await putNetwork(store, data), calendar, instants: {} };
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
