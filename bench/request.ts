/** What one request costs, counted in the real histories: asked, reminded once, answered by e-mail, accepted. */
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { startLocalMailbox } from '../activities/mail/out/local-mailbox.js';
import { batchId, letterId, requestId } from '../domain/ids.js';
import { findOffice } from '../domain/office.js';
import { after, hours, toMs } from '../domain/time.js';
import { startTimeSkippingServer } from '../workers/engine/time-skipping-server.js';
import { closeBatch } from '../workflows/batch-messages.js';
import type { BatchInput } from '../workflows/batch.js';
import type { BilledEvent } from './actions.js';
import { billedEvents } from './actions.js';
import { year } from './cities.js';
import { completeAnswer } from './mail/letters.js';
import { openNetwork } from './network-at-work.js';
import type { Outcome, RunOptions, Scenario } from './scenario.js';

export const request: Scenario = {
  name: 'request',
  title: 'What one request costs',
  about:
    'The billable actions of one request that is answered by e-mail after one reminder and accepted, counted in the histories of the request and of the letter that answered it. What its batch and its board do for all requests together is not in it; what they do for this one is.',
  minutes: 10,
  run,
};

const kind = 'action-plan';
const asked = '2018-05-09T02:00:00Z';
const cities = ['cebu-city', 'davao-city', 'manila', 'jakarta', 'makassar', 'banyuwangi', 'phuket'];

async function run({ runs, folder, say }: RunOptions): Promise<Outcome> {
  if (runs > cities.length) throw new Error(`There are cities for ${cities.length} runs, not for ${runs}.`);
  const closing: (() => Promise<unknown>)[] = [];
  try {
    const server = await startTimeSkippingServer();
    closing.push(() => server.close());
    const mailbox = await startLocalMailbox(join(folder, 'mailbox'));
    closing.push(() => mailbox.close());
    const offsetMs = toMs(asked) - Math.floor((await server.now()) / 1000) * 1000;
    const network = await openNetwork({
      client: server.client,
      connection: server.connection,
      deployment: false,
      home: folder,
      network: 'measured',
      smtpUrl: mailbox.url,
      offsetMs,
    });
    closing.push(() => network.close());
    const { cycle, grounds, operations, installation, data } = network;
    const { store } = installation;
    const outbox = createTransport({ host: '127.0.0.1', port: network.mailroomPort, ignoreTLS: true });
    // its calls do not let time pass, even while they wait for an end
    const still = new Client({ connection: server.client.connection });
    const billed = async (workflowId: string) =>
      billedEvents(await still.workflow.getHandle(workflowId).fetchHistory());

    const subjects = cities.slice(0, runs);
    const board = batchId('measured', year, kind, 1);
    const input: BatchInput = { cycle, grounds, kind, subjects, parent: 'none' };
    await server.client.workflow.start('batch', {
      taskQueue: 'measured',
      workflowId: board,
      args: [{ ...input, dueAt: undefined, due: '2018-05-25' }],
    });
    await server.skip(5_000);
    const { reminders } = (await operations.request(year, `${kind}/${subjects[0]}`)).plan;
    await server.skip(toMs(after(reminders[0]!.at, hours(2))) - offsetMs - (await server.now()));
    say('asked and reminded');

    const answers: string[] = [];
    for (const city of subjects) {
      const row = (await installation.lettersOut(year)).find(({ number }) => number.includes(`/${city}/1`))!;
      const { replyTo, subject } = await PostalMime.parse(await store.get(row.document));
      const before = await arrivedSoFar(installation);
      await outbox.sendMail({
        from: findOffice(data, `csco-${city}`).address,
        to: replyTo![0]!.address,
        subject: `Re: ${subject}`,
        inReplyTo: row.messageId,
        text: completeAnswer,
      });
      await server.skip(5_000);
      const [digest] = (await arrivedSoFar(installation)).filter((each) => !before.includes(each));
      answers.push(letterId('measured', digest!));
      const { state, remindersSent } = await operations.request(year, `${kind}/${city}`);
      if (state !== 'accepted' || remindersSent !== 1)
        throw new Error(
          `The request of ${city} is ${state} after ${remindersSent} reminders; expected accepted after 1.`,
        );
    }
    say('answered and accepted');

    const intents = (await billed(board)).filter(({ what }) => what === 'request');
    const costs = await Promise.all(
      subjects.map(async (city, i) => ({
        intent: intents[i]!,
        own: await billed(requestId('measured', year, kind, city)),
        answer: await billed(answers[i]!),
      })),
    );
    await still.workflow.getHandle(board).signal(closeBatch);
    await still.workflow.getHandle(board).result();
    const closed = await Promise.all(subjects.map((city) => billed(requestId('measured', year, kind, city))));

    const sum = (events: BilledEvent[]) => events.reduce((total, { actions }) => total + actions, 0);
    const [first] = costs;
    return {
      figures: [
        {
          what: 'a request, to its acceptance',
          unit: 'actions',
          values: costs.map(({ intent, own, answer }) => intent.actions + sum(own) + sum(answer)),
          aim: { atMost: 11 },
        },
        {
          what: 'closing it with its year',
          unit: 'actions',
          // the signal with which the batch closes it, and what the request does then
          values: closed.map((own, i) => 1 + sum(own) - sum(costs[i]!.own)),
        },
      ],
      tables: [
        {
          title: 'Where they come from',
          columns: ['Workflow', 'Action', 'Of', 'Number'],
          rows: [
            ...breakdown('the batch', [first!.intent]),
            ...breakdown('the request', first!.own),
            ...breakdown('the letter that answers', first!.answer),
          ],
        },
      ],
      notes: [
        'Counted by the rules of [Temporal Cloud](https://docs.temporal.io/cloud/actions), as its pages apply them: `bench/actions.ts`. A child workflow costs two, one of them the intent in its parent’s history. Queries leave no event and are not in it: each look at a board costs one.',
        'What limits it: a child workflow (2), three letters (3), the letter that came in with its one step and the update (3), two timers (2), filing the answer (1) and telling the board that it is accepted (1) are twelve. The thirteenth tells the board of the reminder: without it the secretariat would not see at once who has been reminded. Sending the receipt within the step that takes the letter in would save one as well; it is a step of its own, so that a mail server that is away holds no answer back.',
      ],
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** Digests of the letters that the mailroom has taken and the letters’ workflows have dealt with. */
async function arrivedSoFar(installation: {
  lettersIn: () => Promise<{ digest: string }[]>;
}): Promise<string[]> {
  return (await installation.lettersIn()).map(({ digest }) => digest);
}

/** One row for each kind of action and what it is of. */
function breakdown(workflow: string, events: BilledEvent[]): string[][] {
  const counts = new Map<string, { kind: string; what: string; actions: number }>();
  for (const { kind: of, what, actions } of events) {
    const key = `${of}\0${what}`;
    counts.set(key, { kind: of, what, actions: actions + (counts.get(key)?.actions ?? 0) });
  }
  return [...counts.values()].map(({ kind: of, what, actions }) => [workflow, of, what, String(actions)]);
}
