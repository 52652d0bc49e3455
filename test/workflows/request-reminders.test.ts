import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readLedger } from '../../domain/arrival.js';
import { arrivedLedger } from '../../domain/arrival.js';
import { after, days, hours } from '../../domain/time.js';
import type { AtWork } from '../setup/year.js';
import { isAt, openWork } from '../setup/year.js';
import { full } from './answers.js';

let work: AtWork;
beforeEach(async () => {
  work = await openWork();
});
afterEach(async () => {
  await work.close();
});

const asked = '2018-05-09T02:00:00Z';
describe('reminders', () => {
  test('go out at their instants of the calendar, each with a subject of its own, until the request lapses', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['cebu-city']);
    const { plan } = await year.request('action-plan/cebu-city');
    // the day after the due day, a Saturday, moves on to the Monday
    expect(plan.reminders.map(({ at, days: left }) => `${at.slice(0, 10)} ${left}`)).toEqual([
      '2018-05-11 14',
      '2018-05-18 7',
      '2018-05-23 2',
      '2018-05-28 -3',
    ]);

    await year.until('2018-06-05T00:00:00Z');
    const reminders = await year.letters('action-plan/cebu-city', 'reminder');
    expect(reminders.map(({ at }, i) => isAt(at, plan.reminders[i]!.at))).toEqual([true, true, true, true]);
    expect(new Set(reminders.map(({ subject }) => subject)).size).toBe(4);
    expect(reminders.map(({ template, copy }) => `${template} ${copy.join()}`)).toEqual([
      'reminder ',
      'reminder ',
      'reminder ',
      'reminder-after-due nr-ph',
    ]);
    expect(await year.request('action-plan/cebu-city')).toMatchObject({ state: 'lapsed', settled: true });
  });

  test('stop with the answer, and a late answer after the lapse is taken all the same', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['jakarta', 'makassar']);
    await year.until('2018-05-12T00:00:00Z');
    await year.answer('ASCN/2018/action-plan/jakarta/1', full, 'csco-jakarta');
    expect(await year.request('action-plan/jakarta')).toMatchObject({ state: 'accepted', settled: true });

    await year.until('2018-06-05T00:00:00Z');
    expect(await year.letters('action-plan/jakarta', 'reminder')).toHaveLength(1);
    expect(await year.letters('action-plan/makassar', 'reminder')).toHaveLength(4);
    expect((await year.request('action-plan/makassar')).state).toBe('lapsed');

    await year.answer('ASCN/2018/action-plan/makassar/1', full, 'csco-makassar');
    const late = await year.request('action-plan/makassar');
    expect(late).toMatchObject({ state: 'accepted', settled: true });
    expect(late.marks).toContain('late');
    expect(await year.letters('action-plan/makassar', 'receipt')).toHaveLength(1);
  });

  test('one is withheld while a letter about the request is being read, and leaves when it turns out to be no answer', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['cebu-city']);
    const { plan } = await year.request('action-plan/cebu-city');
    const [first] = plan.reminders;
    await year.store.enter(arrivedLedger(year.id('action-plan/cebu-city')), 'in-hand', {});
    await year.until(after(first!.at, hours(2) + 300_000));
    expect(await year.letters('action-plan/cebu-city', 'reminder')).toEqual([]);

    await year.store.enter(readLedger(year.id('action-plan/cebu-city')), 'in-hand', { outcome: 'noted' });
    await year.until(after(first!.at, hours(3)));
    const [reminder, ...more] = await year.letters('action-plan/cebu-city', 'reminder');
    expect(more).toEqual([]);
    expect(reminder!.at > after(first!.at, hours(2))).toBe(true);
  });

  test('wait until a promised day, and go on after it', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['davao-city']);
    await year.answer(
      'ASCN/2018/action-plan/davao-city/1',
      'The plan is under approval; we will answer on 21 May 2018.',
      'csco-davao-city',
    );
    expect(await year.request('action-plan/davao-city')).toMatchObject({ state: 'acknowledged' });
    expect(await year.letters('action-plan/davao-city', 'receipt-acknowledged')).toHaveLength(1);

    await year.until('2018-05-22T00:00:00Z');
    expect(await year.letters('action-plan/davao-city', 'reminder')).toEqual([]);
    await year.until('2018-05-24T00:00:00Z');
    // on the working day after the promised one, and then by plan
    const dates = (await year.letters('action-plan/davao-city', 'reminder')).map(({ at }) => at.slice(0, 10));
    expect(dates).toEqual(['2018-05-22', '2018-05-23']);
  });

  test('move with an extension, which tells the office the new day', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['cebu-city']);
    await year.until('2018-05-12T00:00:00Z');
    const extended = await year.operations.extend(2018, 'action-plan/cebu-city', {
      due: '2018-06-08',
      actor: { office: 'secretariat-sg', door: 'cli', why: 'Asked for by telephone' },
    });
    expect(extended.marks).toContain('extended');
    expect(await year.letters('action-plan/cebu-city', 'extended')).toHaveLength(1);

    await year.until(after('2018-06-08T00:00:00Z', -days(1)));
    const dates = (await year.letters('action-plan/cebu-city', 'reminder')).map(({ at }) => at.slice(0, 10));
    expect(dates).toEqual(['2018-05-11', '2018-05-25', '2018-06-01', '2018-06-06']);
    expect((await year.request('action-plan/cebu-city')).settled).toBe(false);
  });
});
