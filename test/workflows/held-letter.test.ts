import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { heldLetterId, letterNumber } from '../../domain/ids.js';
import type { LetterOrder } from '../../domain/letter.js';
import type { AtWork, Year } from '../setup/year.js';
import { desk, head, openWork, stranger } from '../setup/year.js';

let work: AtWork;
beforeAll(async () => {
  work = await openWork();
});
afterAll(() => work.close());

const numbers = ['vn', 'th'].map((member) => letterNumber(2018, 'launch', `nr-${member}`));

/** A mailing of two letters, held. */
async function held(rules: { twoPersons?: boolean } = {}): Promise<Year> {
  const year = await work.year('2018-11-13T02:00:00Z', rules);
  const orders: LetterOrder[] = ['vn', 'th'].map((member, i) => ({
    network: year.network,
    cycle: 2018,
    number: numbers[i]!,
    at: '2018-11-13T02:00:00Z',
    template: 'launch',
    to: [`nr-${member}`],
    from: 'secretariat-sg',
    values: { meeting: '33rd ASEAN Summit' },
    networkDocument: year.grounds.networkDocument,
  }));
  await year.withCycle();
  await year.start('heldLetter', heldLetterId(year.network, 2018, 'launch'), {
    cycle: year.cycle,
    networkDocument: year.grounds.networkDocument,
    name: 'launch',
    title: 'Launch of the network',
    orders,
  });
  await year.until('2018-11-13T02:01:00Z');
  return year;
}

const refusal = (message: string) => ({ type: 'Refused', message: expect.stringContaining(message) });

describe('a held letter', () => {
  test('waits, is announced to the secretariat, and leaves when two persons have released it', async () => {
    const year = await held();
    await year.until('2018-11-20T00:00:00Z');
    expect(await year.letters('launch')).toEqual([]);
    expect(await year.letters('notice/held/launch')).toMatchObject([{ to: ['secretariat-sg'] }]);

    expect(await year.operations.releaseDraft(2018, 'launch', { actor: desk() })).toMatchObject({
      state: 'release-prepared',
    });
    await expect(year.operations.releaseDraft(2018, 'launch', { actor: desk() })).rejects.toMatchObject(
      refusal('secretariat-sg prepared this and cannot also confirm it'),
    );
    expect(await year.letters('launch')).toEqual([]);
    expect(await year.operations.releaseDraft(2018, 'launch', { actor: head() })).toMatchObject({
      state: 'released',
      endedBy: { office: 'secretariat-sg-head' },
    });
    await year.until('2018-11-20T00:05:00Z');
    expect((await year.letters('launch')).map(({ number }) => number).toSorted()).toEqual(numbers.toSorted());
    await expect(year.operations.releaseDraft(2018, 'launch', { actor: head() })).rejects.toMatchObject(
      refusal('The draft “launch” was released, dropped or withdrawn already.'),
    );
  });

  test('that was edited goes out in its new words, and whoever edited it is not the one who releases it', async () => {
    const year = await held();
    await year.operations.releaseDraft(2018, 'launch', { actor: head() });
    const edit = {
      number: numbers[0]!,
      subject: 'The network is launched',
      text: 'The Leaders launched the network today.',
    };
    // words that change after a release was prepared want to be released anew
    expect(await year.operations.editDraft(2018, 'launch', { ...edit, actor: desk() })).toMatchObject({
      state: 'held',
    });
    await expect(year.operations.releaseDraft(2018, 'launch', { actor: desk() })).rejects.toMatchObject(
      refusal('prepared this'),
    );
    await year.operations.releaseDraft(2018, 'launch', { actor: head() });
    await year.operations.releaseDraft(2018, 'launch', { actor: desk() });
    await year.until('2018-11-13T02:10:00Z');
    const edited = (await year.letters('launch')).find(({ number }) => number === numbers[0])!;
    expect(edited.subject).toBe(edit.subject);
    expect((await year.message(edited)).text).toContain(edit.text);
  });

  test('is dropped whole or in part, with a reason', async () => {
    const year = await held();
    await expect(year.operations.dropDraft(2018, 'launch', { actor: desk() })).rejects.toMatchObject(
      refusal('Say why “Launch of the network” is dropped, with --why.'),
    );
    await expect(
      year.operations.dropDraft(2018, 'launch', {
        numbers: ['ASCN/2018/launch/nobody'],
        actor: desk('A slip'),
      }),
    ).rejects.toMatchObject(refusal('holds no letter ASCN/2018/launch/nobody'));
    await year.operations.dropDraft(2018, 'launch', {
      numbers: [numbers[0]!],
      actor: desk('Told in person'),
    });
    await year.operations.releaseDraft(2018, 'launch', { actor: desk() });
    await year.operations.releaseDraft(2018, 'launch', { actor: head() });
    await year.until('2018-11-13T02:10:00Z');
    expect((await year.letters('launch')).map(({ number }) => number)).toEqual([numbers[1]]);

    const other = await held();
    expect(await other.operations.dropDraft(2018, 'launch', { actor: desk('Postponed') })).toMatchObject({
      state: 'dropped',
    });
    await other.until('2018-11-20T00:00:00Z');
    expect(await other.letters('launch')).toEqual([]);
  });

  test('whose reason is gone is withdrawn, and cannot be released any more', async () => {
    const year = await held();
    const id = heldLetterId(year.network, 2018, 'launch');
    await year.still.workflow.getHandle(id).signal('withdraw');
    expect(await year.still.workflow.getHandle(id).result()).toMatchObject({ outcome: 'withdrawn' });
    await expect(year.operations.releaseDraft(2018, 'launch', { actor: desk() })).rejects.toMatchObject({
      type: 'Refused',
    });
    expect(await year.letters('launch')).toEqual([]);
  });

  test('is no matter for another office, and in a small secretariat one person is enough', async () => {
    const year = await held({ twoPersons: false });
    await expect(year.operations.releaseDraft(2018, 'launch', { actor: stranger })).rejects.toMatchObject(
      refusal("“nr-vn” is not an office of the chair's secretariat of 2018"),
    );
    expect(await year.operations.releaseDraft(2018, 'launch', { actor: desk() })).toMatchObject({
      state: 'released',
    });
  });
});
