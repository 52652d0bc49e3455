/**
 * What each peer is made of beside its own workflow: the letters of the scenario ask–remind–answer, a door for the
 * officers' answers, and the talk with the process that measures.
 */
import { createServer } from 'node:http';
import { createTransport } from 'nodemailer';

/** @typedef {{ cities: number[], waitMs: number, smtpUrl: string, address?: string, databaseUrl?: string, folder: string }} Order */

/** What is to be run: the cities, how long an answer is waited for, where letters go, where the engine is. */
export const order = /** @type {Order} */ (JSON.parse(process.argv[2] ?? '{}'));

/** An hour: whoever answers at once is not reminded before. */
export const patienceMs = 3_600_000;

/** How long the first answer of a city is waited for: the odd-numbered answer only the reminder. */
export const waitOf = (city) => (city % 2 === 0 ? patienceMs : order.waitMs);

const pool = createTransport({ url: order.smtpUrl, pool: true, maxConnections: 4 });
const subjects = {
  1: 'Draft Smart City Action Plan',
  2: 'Reminder: Draft Smart City Action Plan',
  R1: 'Received: Draft Smart City Action Plan',
};

/**
 * Sends one letter by SMTP.
 *
 * @param {number} city
 * @param {'1' | '2' | 'R1'} part the ask, the reminder, the receipt
 * @param {string} [answer] what the receipt repeats
 */
export async function sendLetter(city, part, answer = '') {
  const name = `city-${String(city).padStart(4, '0')}`;
  await pool.sendMail({
    from: 'reply@ascn.example',
    to: `csco@${name}.ph.example`,
    subject: subjects[part],
    messageId: `<${name}.${part}@ascn.example>`,
    headers: { 'X-ASCN-Letter': `ASCN/2018/action-plan/${name}/${part}` },
    text: `Dear Sir or Madam,\n\n${subjects[part]}, ${name}.\n\n${answer}\n\nYours sincerely\n`,
  });
}

/**
 * Opens the door for answers, says that it is open, and asks all when told to.
 *
 * @param {object} peer
 * @param {(city: number) => Promise<unknown>} peer.ask starts the request of a city
 * @param {(city: number, text: string) => Promise<unknown>} peer.take hands an answer to its request
 * @param {() => Promise<unknown>} peer.finished resolves when every request has ended
 * @param {() => Promise<unknown>} peer.close
 */
export async function serve({ ask, take, finished, close }) {
  const door = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => (body += text));
    request.on('end', () => {
      const { city, text } = JSON.parse(body);
      take(city, text).then(
        () => response.end(),
        (error) => response.writeHead(500).end(String(error)),
      );
    });
  });
  await new Promise((open) => door.listen(0, '127.0.0.1', open));
  // it does not outlive the process that measures
  process.on('disconnect', () => process.exit(1));
  let before = process.cpuUsage();
  process.on('message', async (said) => {
    try {
      if (said === 'go') {
        before = process.cpuUsage();
        await inLanes(50, order.cities, ask);
      } else {
        await finished();
        const { user, system } = process.cpuUsage(before);
        pool.close();
        door.closeAllConnections();
        door.close();
        await close();
        process.send({ cpuSeconds: (user + system) / 1e6 }, () => process.exit(0));
      }
    } catch (error) {
      process.send({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.send({ door: { byHttp: `http://127.0.0.1:${door.address().port}/` } });
}

/** Works on all items, so many at a time. */
async function inLanes(lanes, items, work) {
  let next = 0;
  const lane = async () => {
    while (next < items.length) await work(items[next++]);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
