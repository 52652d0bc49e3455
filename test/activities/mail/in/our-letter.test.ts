import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import PostalMime from 'postal-mime';
import { createMailActivities } from '../../../../activities/mail/activities.js';
import type { OurLetter, Traces } from '../../../../activities/mail/in/our-letter.js';
import { ourLetter } from '../../../../activities/mail/in/our-letter.js';
import { createMailTransport } from '../../../../activities/mail/out/transport.js';
import type { LetterOrder } from '../../../../domain/letter.js';
import type { Desk } from '../out/fixture.js';
import { openDesk, startPeer } from '../out/fixture.js';

let desk: Desk;
let peer: Awaited<ReturnType<typeof startPeer>>;
beforeAll(async () => {
  peer = await startPeer();
  desk = await openDesk(peer.url);
});
afterAll(async () => {
  await desk.close();
  await peer.close();
});

/** Sends a letter. @returns its Message-ID and the address that answers go to */
async function sent(number: string, request: string, more: Partial<LetterOrder> = {}) {
  const answers = [{ request: `ascn/cycle/2018/${request}`, as: 'answer' as const }];
  const { messageId, document } = await desk.send(desk.order({ number, answers, ...more }));
  const { replyTo } = await PostalMime.parse(await desk.store.get(document!));
  return { messageId, replyTo: replyTo![0]!.address! };
}
const find = (traces: Partial<Traces>): Promise<OurLetter> =>
  ourLetter(desk.store, 'ascn', { recipients: [], addresses: [], messageIds: [], text: '', ...traces });

const plan = 'ASCN/2018/action-plan/da-nang/1';
const progress = 'ASCN/2018/progress/da-nang/1';

describe('our letter is found', () => {
  test('by the token, then by the nearest reference, then by its number in the text', async () => {
    const { messageId, replyTo } = await sent(plan, 'action-plan/da-nang');
    const found = { entry: { letter: plan } };
    expect(await find({ recipients: [replyTo.toUpperCase()] })).toMatchObject({ ...found, foundBy: 'token' });
    expect(await find({ addresses: ['someone+abcdefghijklmnopqrst@mail.example', replyTo] })).toMatchObject({
      foundBy: 'token',
    });
    expect(await find({ messageIds: ['<1@there.example>', messageId] })).toMatchObject({
      ...{ ...found, foundBy: 'references' },
    });
    expect(await find({ text: `Regarding ${plan}:` })).toMatchObject({ ...found, foundBy: 'number' });
  });

  test('also when the key of the reply addresses has changed since, or changes within the year', async () => {
    const { replyTo } = await sent(plan, 'action-plan/da-nang');
    const transport = createMailTransport(peer.url);
    const later = await createMailActivities({
      ...{ store: desk.store, dataDir: 'data', transport },
      settings: { mailDomain: 'ascn.example', replyAddress: 'reply@ascn.example', secret: 'another key' },
      renderLetterPdf: () => Promise.resolve(new Uint8Array()),
    });
    const number = 'ASCN/2018/action-plan/da-nang/2';
    const { document } = await later.sendLetter(desk.order({ number }));
    transport.close();
    const second = (await PostalMime.parse(await desk.store.get(document!))).replyTo![0]!.address!;
    expect(await find({ recipients: [replyTo] })).toMatchObject({ entry: { letter: plan } });
    expect(await find({ recipients: [second] })).toMatchObject({ entry: { letter: number } });
  });

  test('by the envelope of a letter that left before its token was noted', async () => {
    const { messageId } = await sent(plan, 'action-plan/da-nang');
    const ledger = 'letters/ascn/2018';
    const old = 'ASCN/2018/action-plan/da-nang/9';
    const before = await desk.store.entry<{ token?: string }>(ledger, `${plan}/before`);
    await desk.store.enter(ledger, `${old}/before`, { ...before, token: undefined, messageId });
    expect(await find({ text: old })).toMatchObject({ entry: { letter: plan }, foundBy: 'number' });
  });
});

describe('no letter of ours is found', () => {
  test('where two that are about different things are named; both are told', async () => {
    const one = await sent(plan, 'action-plan/da-nang');
    const other = await sent(progress, 'progress/da-nang');
    const both = {
      notOurs: `It answers two letters of ours that are about different things: ${plan} (action-plan/da-nang) and ${progress} (progress/da-nang).`,
      perhaps: ['ascn/cycle/2018/action-plan/da-nang', 'ascn/cycle/2018/progress/da-nang'],
    };
    expect(await find({ recipients: [one.replyTo], addresses: [other.replyTo] })).toEqual(both);
    expect(await find({ messageIds: [one.messageId, other.messageId] })).toEqual(both);
    expect(await find({ text: `${plan} and ${progress}` })).toEqual(both);
  });

  test('by a token that is wrong, whatever else the letter says', async () => {
    const { messageId } = await sent(plan, 'action-plan/da-nang');
    expect(
      await find({
        recipients: ['reply+zzzzzzzzzzzzzzzzzzzz@ascn.example'],
        messageIds: [messageId],
        text: plan,
      }),
    ).toEqual({ notOurs: 'Its reply address belongs to no letter that we sent.', perhaps: [] });
  });

  test('by a number or a reference that the ledger does not have', async () => {
    const nothing = {
      notOurs: 'It was not sent to the reply address of one of our letters.',
      perhaps: [],
    };
    expect(await find({ text: 'ASCN/2018/action-plan/hanoi/1' })).toEqual(nothing);
    const forged = '<ASCN.2018.action-plan.hanoi.1+ascn@ascn.example>';
    expect(await find({ messageIds: [forged] })).toEqual(nothing);
    const elsewhere = '<ASCN.2018.action-plan.da-nang.1+ascn@other.example>';
    expect(await find({ messageIds: [elsewhere] })).toEqual(nothing);
  });
});
