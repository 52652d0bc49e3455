import { afterEach, describe, expect, test } from '@jest/globals';
import { noteReminders } from '../../../../activities/calendar/reminders.js';
import { listLetters } from '../../../../activities/mail/out/ledger.js';
import { arrivedLedger, lettersOf, readLedger } from '../../../../domain/arrival.js';
import type { LetterOrder } from '../../../../domain/letter.js';
import { tokenIn } from '../../../../domain/token.js';
import type { Desk } from './fixture.js';
import { openDesk, read, smtpError, startPeer } from './fixture.js';

type Peer = Awaited<ReturnType<typeof startPeer>>;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function meet(answers?: Parameters<typeof startPeer>[0]): Promise<{ peer: Peer; desk: Desk }> {
  const peer = await startPeer(answers);
  const desk = await openDesk(peer.url);
  open.push(peer, desk);
  return { peer, desk };
}

const request = 'ascn/cycle/2018/action-plan/da-nang';

describe('a letter is sent once', () => {
  test('though it is ordered twice, with the same result', async () => {
    const { peer, desk } = await meet();
    const sent = await desk.send(desk.order());
    expect(await desk.send(desk.order({ at: '2018-05-14T02:00:09Z' }))).toEqual(sent);
    expect(peer.taken).toHaveLength(1);
    expect(peer.taken[0]!.to).toEqual(['csco-da-nang@offices.example', 'nr-vn@offices.example']);
    expect(sent).toEqual({
      number: 'ASCN/2018/action-plan/da-nang/1',
      outcome: 'sent',
      messageId: '<ASCN.2018.action-plan.da-nang.1+ascn@ascn.example>',
      document: expect.stringMatching(/^sha256:/),
      refused: [],
    });
    expect(Buffer.from(await desk.store.get(sent.document!))).toEqual(peer.taken[0]!.raw);
  });

  test('and costs four durable writes: the token, the message, the ledger before and after', async () => {
    const { desk } = await meet();
    const put = desk.store.put.bind(desk.store);
    const enter = desk.store.enter.bind(desk.store);
    let writes = 0;
    Object.assign(desk.store, {
      put: (bytes: Uint8Array) => ((writes += 1), put(bytes)),
      enter: (ledger: string, key: string, value: unknown) => ((writes += 1), enter(ledger, key, value)),
    });
    await desk.send(desk.order());
    expect(writes).toBe(4);
  });

  test('and again with the same bytes and Message-ID when the answer was lost after the dot', async () => {
    let lose = true;
    const { peer, desk } = await meet({
      afterData: (_taken, hangUp) => {
        if (lose) hangUp();
        return undefined;
      },
    });
    await expect(desk.send(desk.order())).rejects.toMatchObject({ type: 'Unavailable' });
    expect(await listLetters(desk.store, 'ascn', 2018)).toMatchObject([{ outcome: 'under way' }]);
    lose = false;
    expect(await desk.send(desk.order({ at: '2018-05-14T02:01:00Z' }))).toMatchObject({ outcome: 'sent' });
    expect(peer.taken).toHaveLength(2);
    expect(peer.taken[1]!.raw).toEqual(peer.taken[0]!.raw);
  });

  test('and a second letter with its number is refused', async () => {
    const { peer, desk } = await meet();
    await desk.send(desk.order());
    await expect(desk.send(desk.order({ to: ['csco-phnom-penh'] }))).rejects.toMatchObject({
      type: 'Conflict',
      message: expect.stringContaining('ASCN/2018/action-plan/da-nang/1'),
    });
    expect(peer.taken).toHaveLength(1);
  });
});

describe('what the mail server says', () => {
  test('a server that is busy, or not there, may be tried again', async () => {
    let busy = true;
    const { peer, desk } = await meet({ afterData: () => (busy ? smtpError(451, 'Try later') : undefined) });
    await expect(desk.send(desk.order())).rejects.toMatchObject({
      type: 'Unavailable',
      message: 'The mail server did not take the letter: it does not take letters now (451).',
      reply: '451 Try later',
    });
    busy = false;
    expect(await desk.send(desk.order())).toMatchObject({ outcome: 'sent' });
    expect(peer.taken[1]!.raw).toEqual(peer.taken[0]!.raw);
    const nowhere = await openDesk('smtp://127.0.0.1:1');
    open.push(nowhere);
    await expect(nowhere.send(nowhere.order())).rejects.toMatchObject({ type: 'Unavailable' });
  });

  test('an office that is refused for good is named with code and kind; its words stay in the ledger', async () => {
    const { peer, desk } = await meet({
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('nr-vn') ? smtpError(550, `5.1.1 <${address}> is no mailbox here`) : null),
    });
    const sent = await desk.send(desk.order());
    expect(sent).toMatchObject({
      outcome: 'partly-undeliverable',
      refused: [{ office: 'nr-vn', code: '550 5.1.1', why: 'address' }],
    });
    expect(JSON.stringify(sent)).not.toContain('offices.example');
    expect(await listLetters(desk.store, 'ascn', 2018)).toMatchObject([
      { refused: [{ office: 'nr-vn', reply: '550 5.1.1 <nr-vn@offices.example> is no mailbox here' }] },
    ]);
    expect(peer.taken.map(({ to }) => to)).toEqual([['csco-da-nang@offices.example']]);
  });

  test('a letter refused for all, or as a whole, is undeliverable, and is not tried again', async () => {
    const { peer, desk } = await meet({
      onRcptTo: (_address, _session, done) => done(smtpError(550, 'Closed')),
    });
    const sent = await desk.send(desk.order());
    expect(sent).toMatchObject({
      outcome: 'undeliverable',
      refused: [{ office: 'csco-da-nang' }, { office: 'nr-vn' }],
    });
    expect(await desk.send(desk.order())).toEqual(sent);
    expect(peer.taken).toHaveLength(0);
    const strict = await meet({ afterData: () => smtpError(554, 'Not this one') });
    expect(await strict.desk.send(strict.desk.order())).toMatchObject({
      outcome: 'undeliverable',
      refused: [
        { code: '554', why: 'unknown' },
        { code: '554', why: 'unknown' },
      ],
    });
  });

  test('an office that is put off is tried alone the next time', async () => {
    let full = true;
    const { peer, desk } = await meet({
      onRcptTo: ({ address }, _session, done) =>
        done(full && address.startsWith('nr-vn') ? smtpError(452, 'Mailbox full') : null),
    });
    await expect(desk.send(desk.order())).rejects.toMatchObject({
      type: 'Unavailable',
      reply: expect.stringContaining('nr-vn'),
    });
    full = false;
    expect(await desk.send(desk.order())).toMatchObject({ outcome: 'sent', refused: [] });
    expect(peer.taken.map(({ to }) => to)).toEqual([
      ['csco-da-nang@offices.example'],
      ['nr-vn@offices.example'],
    ]);
  });

  test('an address that is none is not given to a server', async () => {
    const { peer, desk } = await meet();
    expect(await desk.send(desk.order({ to: ['no-address'], copy: [] }))).toMatchObject({
      outcome: 'undeliverable',
      refused: [{ office: 'no-address', why: 'no-address' }],
    });
    expect(peer.taken).toHaveLength(0);
  });
});

describe('a chaser', () => {
  const chaser = (desk: Desk): LetterOrder =>
    desk.order({
      number: 'ASCN/2018/action-plan/da-nang/2',
      template: 'reminder',
      values: { dueDate: '2018-06-08', days: 7, count: 2 },
      withholdIfArrived: [request],
    });

  test('is withheld while a letter for its request is being read, and leaves no trace', async () => {
    const { peer, desk } = await meet();
    await desk.store.enter(arrivedLedger(request), 'digest-1', {});
    expect(await desk.send(chaser(desk))).toMatchObject({ outcome: 'withheld' });
    expect(peer.taken).toHaveLength(0);
    expect(await listLetters(desk.store, 'ascn', 2018)).toEqual([]);
  });

  test('is withheld while a letter is being read that its office sent about another request: it may be a joint answer', async () => {
    const { peer, desk } = await meet();
    const { to, network } = desk.order();
    const office = lettersOf(network, to[0]!);
    await desk.store.enter(arrivedLedger(office), 'digest-1', {});
    expect(await desk.send(chaser(desk))).toMatchObject({ outcome: 'withheld' });
    await desk.store.enter(readLedger(office), 'digest-1', {});
    expect(await desk.send(chaser(desk))).toMatchObject({ outcome: 'sent' });
    expect(peer.taken).toHaveLength(1);
  });

  test('is withheld when a letter for its request comes in while it is being written down', async () => {
    const { peer, desk } = await meet();
    const enter = desk.store.enter.bind(desk.store);
    desk.store.enter = async (ledger, key, entry) => {
      const first = await enter(ledger, key, entry);
      if (key.endsWith('/before')) await enter(arrivedLedger(request), 'digest-1', {});
      return first;
    };
    expect(await desk.send(chaser(desk))).toMatchObject({ outcome: 'withheld' });
    expect(peer.taken).toHaveLength(0);
    expect(await listLetters(desk.store, 'ascn', 2018)).toMatchObject([{ outcome: 'withheld' }]);
  });

  test('goes out once that letter was read and the answer is still owed', async () => {
    const { peer, desk } = await meet();
    await desk.store.enter(arrivedLedger(request), 'digest-1', {});
    await desk.store.enter(arrivedLedger('ascn/cycle/2018/action-plan/hue'), 'digest-2', {});
    await desk.store.enter(readLedger(request), 'digest-1', {});
    expect(await desk.send(chaser(desk))).toMatchObject({ outcome: 'sent' });
    expect(peer.taken).toHaveLength(1);
  });
});

describe('a reminder', () => {
  const at = '2018-06-01T02:00:00Z';
  const reminder = (desk: Desk): LetterOrder =>
    desk.order({
      number: 'ASCN/2018/action-plan/da-nang/2',
      template: 'reminder',
      values: { dueDate: '2018-06-08', days: 7, count: 2 },
      withholdIfArrived: [request],
      morning: at,
    });
  const other = 'ascn/cycle/2018/progress/da-nang';
  const note = (desk: Desk, of: string, when: string): Promise<void> =>
    noteReminders(
      desk.store,
      of,
      { reminders: [{ at: when, days: 7 }], addressees: ['csco-da-nang'] },
      '2018-05-01T02:00:00Z',
    );

  test('that meets another of its office for the same instant does not leave by itself, and names both', async () => {
    const { peer, desk } = await meet();
    await note(desk, request, at);
    await note(desk, other, at);
    expect(await desk.send(reminder(desk))).toMatchObject({ outcome: 'withheld', planned: [request, other] });
    expect(peer.taken).toHaveLength(0);
    expect(await listLetters(desk.store, 'ascn', 2018)).toEqual([]);
  });

  test('leaves by itself where the other falls on another morning', async () => {
    const { peer, desk } = await meet();
    await note(desk, request, at);
    await note(desk, other, '2018-06-02T02:00:00Z');
    expect(await desk.send(reminder(desk))).toMatchObject({ outcome: 'sent' });
    expect(peer.taken).toHaveLength(1);
  });

  test('whose answer has come in is withheld, and keeps no other waiting', async () => {
    const { desk } = await meet();
    await note(desk, other, at);
    await desk.store.enter(arrivedLedger(request), 'digest-1', {});
    const sent = await desk.send(reminder(desk));
    expect([sent.outcome, sent.planned]).toEqual(['withheld', undefined]);
  });

  test('that has begun to leave goes on to leave', async () => {
    const { peer, desk } = await meet();
    expect(await desk.send(reminder(desk))).toMatchObject({ outcome: 'sent' });
    await note(desk, other, at);
    expect(await desk.send(reminder(desk))).toMatchObject({ outcome: 'sent' });
    expect(peer.taken).toHaveLength(1);
  });
});

describe('what the letter carries', () => {
  test('the reply address is bound to the letter and its office, and a bounce comes back to it', async () => {
    const { peer, desk } = await meet();
    await desk.send(desk.order());
    const message = await read(peer.taken[0]!.raw);
    const replyTo = message.replyTo![0]!.address!;
    const token = tokenIn(replyTo)!;
    expect(token).toMatch(/^[a-z2-7]{20}$/);
    expect(peer.taken[0]!.from).toBe(replyTo);
    expect(await desk.store.entry('tokens', token)).toEqual({
      network: 'ascn',
      cycle: 2018,
      letter: 'ASCN/2018/action-plan/da-nang/1',
      from: 'secretariat-sg',
      office: 'csco-da-nang',
      answers: [{ request, as: 'answer' }],
      form: 'action-plan',
      language: 'vi',
      networkDocument: desk.networkDocument,
    });
    await desk.send(desk.order({ number: 'ASCN/2018/action-plan/da-nang/2' }));
    const second = await read(peer.taken[1]!.raw);
    expect(tokenIn(second.replyTo![0]!.address!)).not.toBe(token);
  });

  test('the thread, the number, the date of the calendar; only automatic answers say that they are automatic', async () => {
    const { peer, desk } = await meet();
    await desk.send(desk.order({ inReplyTo: '<letter-1@city.example>' }));
    await desk.send(
      desk.order({ number: 'ASCN/2018/action-plan/da-nang/R1', template: 'receipt', automaticAnswer: true }),
    );
    const [ask, receipt] = await Promise.all(peer.taken.map(({ raw }) => read(raw)));
    const header = (message: typeof ask, name: string) =>
      message!.headers.find(({ key }) => key === name)?.value;
    expect(header(ask, 'in-reply-to')).toBe('<letter-1@city.example>');
    expect(header(ask, 'references')).toBe('<letter-1@city.example>');
    expect(header(ask, 'x-ascn-letter')).toBe('ASCN/2018/action-plan/da-nang/1');
    expect(header(ask, 'auto-submitted')).toBeUndefined();
    expect(ask!.date).toBe('2018-05-14T02:00:00.000Z');
    expect(header(receipt, 'auto-submitted')).toBe('auto-replied');
    expect(peer.taken[1]!.from).toBe('');
  });

  test('a formal letter comes with its PDF, and both with the documents that go with it', async () => {
    const { peer, desk } = await meet();
    const document = await desk.store.put('the draft framework');
    await desk.send(
      desk.order({ formal: true, attachments: [{ document, name: 'framework.txt', type: 'text/plain' }] }),
    );
    const message = await read(peer.taken[0]!.raw);
    const plan = 'Dự thảo kế hoạch hành động thành phố thông minh - Đà Nẵng';
    const office = 'application/vnd.openxmlformats-officedocument';
    expect(message.attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
      ['ASCN-2018-action-plan-da-nang-1.pdf', 'application/pdf'],
      [`${plan}.docx`, `${office}.wordprocessingml.document`],
      [`${plan}.xlsx`, `${office}.spreadsheetml.sheet`],
      ['framework.txt', 'text/plain'],
    ]);
    expect(desk.formal[0]).toMatchObject({
      number: 'ASCN/2018/action-plan/da-nang/1',
      date: 'ngày 14 tháng 5 năm 2018',
      to: ['Giám đốc phụ trách thành phố thông minh (CSCO), Đà Nẵng'],
      language: 'vi',
      questions: expect.arrayContaining([
        { label: 'Tầm nhìn', hint: 'Một thành phố sạch và đáng sống cho mọi người dân.' },
      ]),
    });
  });

  test('what came from outside becomes neither a header nor markup', async () => {
    const { peer, desk } = await meet();
    const hostile = 'X\r\nBcc: everyone@example.org\r\n\r\n<script>alert(1)</script>';
    await desk.send(
      desk.order({
        template: 'returned',
        values: { dueDate: '2018-06-08', why: hostile },
        edited: { subject: `Subject ${hostile}`, text: `Dear all\n\n${hostile}` },
        inReplyTo: `<a@b.example>\r\nBcc: everyone@example.org`,
      }),
    );
    const message = await read(peer.taken[0]!.raw);
    expect(message.bcc ?? []).toEqual([]);
    expect(message.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(peer.taken[0]!.to).toHaveLength(2);
    expect(message.subject).toBe('Subject X Bcc: everyone@example.org <script>alert(1)</script>');
    expect(message.html).toContain('&lt;script&gt;');
    expect(message.html).not.toContain('<script>');
  });
});

test('the ledger lists every letter with what became of it', async () => {
  const { desk } = await meet({
    onRcptTo: ({ address }, _s, done) => done(address.startsWith('nr-kh') ? smtpError(550, 'Gone') : null),
  });
  await desk.send(
    desk.order({
      number: 'ASCN/2018/action-plan/phnom-penh/1',
      at: '2018-05-15T02:00:00Z',
      to: ['nr-kh'],
      copy: [],
    }),
  );
  await desk.send(desk.order());
  expect(await listLetters(desk.store, 'ascn', 2018)).toMatchObject([
    {
      number: 'ASCN/2018/action-plan/da-nang/1',
      template: 'ask/action-plan',
      to: ['csco-da-nang'],
      outcome: 'sent',
      refused: [],
    },
    {
      number: 'ASCN/2018/action-plan/phnom-penh/1',
      to: ['nr-kh'],
      outcome: 'undeliverable',
      refused: [{ office: 'nr-kh' }],
    },
  ]);
  expect(await listLetters(desk.store, 'rehearsal-1', 2018)).toEqual([]);
});

describe('an order that cannot be a letter is refused, and nothing leaves', () => {
  test.each<[string, Partial<LetterOrder>, string, string]>([
    ['a letter to nobody', { to: [] }, 'BadInput', 'addressed to nobody'],
    ['an unknown office', { to: ['csco-atlantis'] }, 'NotFound', '“csco-atlantis”'],
    ['an unknown letter', { template: 'greeting' }, 'BadInput', '“greeting”'],
    ['an unknown form', { form: 'wishes' }, 'BadInput', '“wishes”'],
    ['a placeholder without a value', { values: {} }, 'BadInput', '{dueDate}'],
  ])('%s', async (_what, more, type, words) => {
    const { peer, desk } = await meet();
    await expect(desk.send(desk.order(more))).rejects.toMatchObject({
      type,
      message: expect.stringContaining(words),
    });
    expect(peer.taken).toHaveLength(0);
    expect(await listLetters(desk.store, 'ascn', 2018)).toEqual([]);
  });
});
