/** Sending letters as the year does, beside a mail program's pool that sends the same bytes and remembers nothing. */
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { createMailActivities } from '../activities/mail/activities.js';
import { createMailTransport } from '../activities/mail/out/transport.js';
import { renderLetterPdf } from '../activities/papers/letter-pdf.js';
import { putNetwork } from '../domain/network-document.js';
import type { LetterOrder } from '../domain/letter.js';
import { toInstant } from '../domain/time.js';
import { dataDir, openInstallation } from '../workers/installation.js';
import { mailDomain, year } from './cities.js';
import { openOfficers } from './officers.js';
import type { Outcome, RunOptions, Scenario } from './scenario.js';

export const send: Scenario = {
  name: 'send',
  title: 'Sending letters',
  about:
    'A thousand letters that ask the 26 cities for their action plans, as the activity sendLetter sends them: composed from the templates, stored, with the token of the reply address and the ledger before and after; ten at a time, to a mail server on the same machine that keeps nothing.',
  minutes: 10,
  run,
};

const letters = 1000;
/** So many at a time; the pool has four connections. */
const atATime = 10;

async function run({ runs, folder, say }: RunOptions): Promise<Outcome> {
  const officers = await openOfficers();
  const values: number[] = [];
  const floor: number[] = [];
  let bytes = 0;
  try {
    // the first, which is not counted, loads the templates' code and warms the disk
    for (let round = 0; round <= runs; round += 1) {
      const home = join(folder, String(round));
      const network = openInstallation({ home, network: 'measured' });
      const { store } = network;
      const data = await network.networkData(`${year}-01-01`);
      const cities = data.offices.filter(({ kind }) => kind === 'chief-smart-city-officer').slice(0, 26);
      const networkDocument = await putNetwork(store, data);
      const transport = createMailTransport(officers.smtpUrl);
      const { sendLetter } = await createMailActivities({
        store,
        dataDir,
        transport,
        settings: { mailDomain, replyAddress: `reply@${mailDomain}`, secret: 'measured' },
        renderLetterPdf,
      });
      const at = toInstant(Date.now());
      const orders = Array.from({ length: letters }, (_, i): LetterOrder => {
        const office = cities[i % cities.length]!;
        const request = `measured/cycle/${year}/action-plan/${office.city}`;
        return {
          network: 'measured',
          cycle: year,
          number: `ASCN/${year}/action-plan/${office.city}/${i}`,
          at,
          template: 'ask/action-plan',
          to: [office.id],
          copy: [],
          from: 'secretariat-sg',
          form: 'action-plan',
          values: {
            title: 'Draft Smart City Action Plan',
            subject: office.city!,
            dueDate: 'Friday, 25 May 2018',
          },
          answers: [{ request, as: 'answer' }],
          networkDocument,
        };
      });

      let arrived = officers.count(letters);
      let begun = performance.now();
      const sent = await atATimeOf(atATime, orders, sendLetter);
      await arrived;
      const whole = (performance.now() - begun) / 1000;
      transport.close();
      const failed = sent.find(({ outcome }) => outcome !== 'sent');
      if (failed) throw new Error(`${failed.number} is ${failed.outcome}; expected sent.`);

      const messages = await Promise.all(sent.map(({ document }) => store.get(document!)));
      bytes = messages.reduce((sum, message) => sum + message.length, 0) / letters;
      const pool = createTransport({ url: officers.smtpUrl, pool: true, maxConnections: 4 });
      arrived = officers.count(letters);
      begun = performance.now();
      await atATimeOf(atATime, sent, ({ number }, i) => {
        const to = cities[i % cities.length]!.address;
        const envelope = { from: `reply@${mailDomain}`, to: [to] };
        return pool.sendMail({ envelope, raw: Buffer.from(messages[i]!), messageId: number });
      });
      await arrived;
      const bare = (performance.now() - begun) / 1000;
      pool.close();
      if (round === 0) continue;
      values.push(letters / whole);
      floor.push(letters / bare);
      say(`${round}: ${whole.toFixed(2)} s, the bare pool ${bare.toFixed(2)} s`);
    }
  } finally {
    await officers.close();
  }
  return {
    figures: [
      {
        what: `sending ${letters} letters`,
        unit: 'letters/s',
        values,
        floor,
        aim: { ratioAtLeast: 0.5 },
      },
    ],
    floor: `nodemailer’s pool with as many connections, given the same ${letters} finished messages (${Math.round(bytes / 1024)} KB each) from memory, ten at a time, writing nothing down.`,
  };
}

/** Works on all items in their order, so many at a time. */
async function atATimeOf<Item, Result>(
  limit: number,
  items: readonly Item[],
  work: (item: Item, i: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i]!, i);
  };
  await Promise.all(Array.from({ length: limit }, lane));
  return results;
}
