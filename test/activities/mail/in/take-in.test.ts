import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createReader } from '../../../../activities/mail/in/reading/reader.js';
import { createTakeInActivities } from '../../../../activities/mail/in/take-in.js';
import { loadNetwork } from '../../../../activities/network/load.js';
import type { LetterBefore } from '../../../../domain/letter-record.js';
import type { AnswerTo } from '../../../../domain/letter.js';
import { receivedLedger } from '../../../../domain/received.js';
import type { OwnAnswer, SubmitAnswer } from '../../../../domain/submission.js';
import type { TokenEntry } from '../../../../domain/token.js';
import { memoryStore } from '../../network/memory-store.js';

const network = await loadNetwork('data', '2018-01-01');
const addressOf = (office: string): string => network.offices.find(({ id }) => id === office)!.address;
const request = 'ascn/cycle/2018/action-plan/da-nang';
const asking = 'ASCN/2018/action-plan/da-nang/1';
const confirming = 'ASCN/2018/action-plan/da-nang/R1';
const rightToken = 'abcdefghijklmnopqrst';
const question = 'abcdefghijklmnopqrsu';
const foreign = 'abcdefghijklmnopqrsv';
const idOf = (number: string): string => `<${number.replaceAll('/', '.')}+ascn@ascn.example>`;

/** A mailroom over a store of its own, with two letters of ours, and what it asks of requests. */
async function mailroom() {
  const store = memoryStore();
  const networkDocument = await store.putJson(network);
  const enter = async (token: string, letter: string, answers: AnswerTo[], of = 'ascn'): Promise<void> => {
    const entry: TokenEntry = {
      ...{ network: of, cycle: 2018, letter, from: 'secretariat-sg', office: 'csco-da-nang' },
      ...{ answers, form: 'action-plan', language: 'en', networkDocument },
    };
    await store.enter('tokens', token, entry);
    const before: Partial<LetterBefore> = { messageId: idOf(letter), token, document: networkDocument };
    await store.enter(`letters/${of}/2018`, `${letter}/before`, before);
  };
  await enter(rightToken, asking, [{ request, as: 'answer' }]);
  await enter(question, confirming, [{ request, as: 'confirmation', version: 1 }]);
  await enter(foreign, asking, [{ request: 'other/cycle/2018/action-plan/da-nang', as: 'answer' }], 'other');
  const updates: { id: string; name: string; argument: unknown }[] = [];
  const notAsked = new Set<string>();
  const activities = createTakeInActivities({
    store,
    dataDir: 'data',
    reader: createReader('data'),
    engine: {
      update: (id, name, argument) => {
        if (notAsked.has(id)) return Promise.resolve(undefined);
        updates.push({ id, name, argument });
        return Promise.resolve({ request, state: 'accepted', version: 1 } as never);
      },
      query: () => Promise.reject(new Error('nothing is asked here')),
    },
  });
  let count = 0;
  return {
    store,
    updates,
    /** Requests that there are none of. */
    notAsked,
    enter,
    take: async (head: string[], text: string, recipients: string[]) => {
      count += 1;
      const document = await store.put(`${head.join('\r\n')}\r\n\r\n${text}`);
      const digest = String(count).padStart(64, '0');
      const receivedAt = '2018-05-10T02:00:00Z';
      return activities.takeIn({ network: 'ascn', digest, document, receivedAt, recipients });
    },
  };
}

/** What people, machines and forgers may write; every part of it may be anything. */
const words = fc.constantFrom(
  'Vision: A city for everyone',
  'Plan period: 2018-2025',
  'Yes',
  'No, this is not our answer.',
  'Replaces',
  'Under approval, answer on the 20th.',
  'City: Hanoi',
  'Position: Agree',
  asking,
  confirming,
  '> On 9 May 2018 the secretariat wrote:',
);
const line = fc.oneof({ weight: 3, arbitrary: words }, fc.string({ unit: 'binary', maxLength: 60 }));
const letters = fc.record({
  from: fc.oneof(
    fc.constantFrom('csco-da-nang', 'nr-vn', 'csco-hanoi').map(addressOf),
    fc.constantFrom('someone@else.example', 'MAILER-DAEMON@mx.example', 'not an address', ''),
  ),
  text: fc.oneof(
    { weight: 4, arbitrary: fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\r\n')) },
    fc.constantFrom('Yes', 'No. We did not send this.', 'Xác nhận'),
  ),
  references: fc.array(fc.constantFrom(idOf(asking), idOf(confirming), '<1@x.example>'), { maxLength: 3 }),
  headers: fc.subarray([
    'Auto-Submitted: auto-replied',
    'Precedence: bulk',
    'Return-Path: <>',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    'Subject: ASCN/2018/action-plan/da-nang/1',
    `Cc: someone+${'a'.repeat(20)}@mail.example`,
  ]),
});
const wrongAddress = fc.oneof(
  fc.constantFrom('reply@ascn.example', `reply+${foreign}@ascn.example`, 'postmaster@ascn.example'),
  fc
    .string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'), minLength: 1, maxLength: 40 })
    .map((token) => `reply+${token}@ascn.example`)
    .filter((address) => ![rightToken, question].some((token) => address.includes(token))),
);
/** The National Representative may answer for every city, a Chief Smart City Officer for its own. */
const mayAnswer = (from: string, id: string): boolean =>
  from === addressOf('nr-vn') ||
  from === network.offices.find((office) => office.id === `csco-${id.split('/').at(-1)}`)?.address;
const headOf = (
  { from, references, headers }: { from: string; references: string[]; headers: string[] },
  to: string,
) => [
  `From: <${from}>`,
  `To: ${to}`,
  ...(references.length > 0 ? [`References: ${references.join(' ')}`] : []),
  ...headers,
];

describe('a flood, or a forged letter', () => {
  test('changes nothing without a right token: at most an answer of a known office waits to be confirmed', async () => {
    const { take, updates, store } = await mailroom();
    let named = 0;
    await fc.assert(
      fc.asyncProperty(letters, wrongAddress, async (letter, to) => {
        updates.length = 0;
        const { judged, outcome } = await take(headOf(letter, to), letter.text, [to]);
        for (const { id, name, argument } of updates) {
          named += 1;
          expect(name).toBe('submit');
          expect(argument).toMatchObject({ confirmed: false });
          expect(mayAnswer(letter.from, id)).toBe(true);
          expect(['references', 'number']).toContain(judged.foundBy);
        }
        expect(judged.bounced).toBeUndefined();
        if (updates.length === 0) expect(['kept-aside', 'noted']).toContain(outcome);
        expect(await store.entry(receivedLedger('ascn'), judged.digest)).toMatchObject({ outcome });
      }),
      { numRuns: 500, seed: 2018 },
    );
    expect(named).toBeGreaterThan(5);
  }, 120_000);

  test('confirms nothing from an address that is not the office’s, even with the right token', async () => {
    const { take, updates } = await mailroom();
    let confirmed = 0;
    await fc.assert(
      fc.asyncProperty(letters, async (letter) => {
        updates.length = 0;
        const to = `reply+${question}@ascn.example`;
        await take(headOf(letter, to), letter.text, [to]);
        for (const { id, name, argument } of updates) {
          const known = mayAnswer(letter.from, id);
          if (name === 'own') {
            confirmed += 1;
            expect(known).toBe(true);
            expect((argument as OwnAnswer).version).toBe(1);
          } else expect(known || !(argument as SubmitAnswer).confirmed).toBe(true);
        }
      }),
      { numRuns: 500, seed: 2018 },
    );
    expect(confirmed).toBeGreaterThan(5);
  }, 120_000);
});

describe('what is kept aside', () => {
  test('says which requests it may be about, and how that was found', async () => {
    const { take, store } = await mailroom();
    const { judged } = await take(
      ['From: <someone@else.example>', 'To: reply@ascn.example', `In-Reply-To: ${idOf(asking)}`],
      'Vision: Mine',
      ['reply@ascn.example'],
    );
    expect(await store.entry(receivedLedger('ascn'), judged.digest)).toMatchObject({
      ...{ outcome: 'kept-aside', foundBy: 'references', requests: [request] },
    });
  });
});

test('an answer about a city that nothing is asked about is kept aside with that reason, and is not tried again', async () => {
  const room = await mailroom();
  room.notAsked.add('ascn/cycle/2018/action-plan/hanoi');
  const head = [`From: ${addressOf('nr-vn')}`, `To: reply+${rightToken}@ascn.example`];
  const taken = await room.take(head, 'City: Hanoi\r\nVision: A city for everyone', [
    `reply+${rightToken}@ascn.example`,
  ]);
  expect(taken).toMatchObject({ outcome: 'kept-aside', receipts: [] });
  expect(taken.judged.reason).toContain('Nothing is asked about action-plan/hanoi.');
});

test('a promise about several things is told to each request, and each receipt is handed back', async () => {
  const { take, updates, enter } = await mailroom();
  const several = 'abcdefghijklmnopqrsw';
  const requests = ['final-action-plan', 'progress'].map((kind) => `ascn/cycle/2018/${kind}/da-nang`);
  await enter(
    several,
    'ASCN/2018/final-action-plan/da-nang/3',
    requests.map((each) => ({ request: each, as: 'answer' })),
  );
  const to = `reply+${several}@ascn.example`;
  const letter = { from: addressOf('csco-da-nang'), references: [], headers: [] };
  const taken = await take(headOf(letter, to), 'Under approval, answer on the 20th.', [to]);
  expect(taken).toMatchObject({ outcome: 'acknowledged', requests });
  expect(updates.map(({ id, name }) => [id, name])).toEqual(requests.map((id) => [id, 'acknowledge']));
});
