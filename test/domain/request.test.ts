import { describe, expect, test } from '@jest/globals';
import { askedAt } from '../../domain/absence.js';
import * as life from '../../domain/request.js';
import type { RequestRecord } from '../../domain/request.js';
import { arrival, asked, filed, plan } from './request-plan.js';

/** The steps that a request takes when nothing comes in. */
function stepsOf(record: RequestRecord): string[] {
  const steps: string[] = [];
  for (let current = record; ;) {
    const step = life.nextStep(current);
    if (step.do === 'wait') return steps;
    steps.push(`${step.at.slice(5, 10)} ${step.do}`);
    current = life.stepDone(current, step);
  }
}

describe('a request that nobody answers', () => {
  test('is reminded, escalated and lapses, in the order of its plan', () => {
    expect(stepsOf(asked())).toEqual([
      '05-11 remind',
      '05-18 remind',
      '05-28 remind',
      '05-28 escalate',
      '05-31 escalate',
      '06-03 lapse',
    ]);
    expect(life.lapsed(asked())).toMatchObject({ state: 'lapsed', settled: true });
  });

  test('whose office cannot be reached is escalated and not reminded', () => {
    const bounced = life.bounced(asked(), 'csco-da-nang');
    expect(bounced).toMatchObject({
      state: 'undeliverable',
      unreachable: ['csco-da-nang'],
      marks: ['bounced'],
    });
    expect(stepsOf(bounced)).toEqual(['05-28 escalate', '05-31 escalate', '06-03 lapse']);
    expect(life.alternateOf(bounced)).toBe('alternate-da-nang');
    expect(
      life.alternateOf(life.bounced(life.bounced(bounced, 'alternate-da-nang'), 'nr-vn')),
    ).toBeUndefined();
  });

  test('whose office is away is reminded through its alternate until it is back', () => {
    const away = life.away(
      asked(),
      { office: 'csco-da-nang', back: '2018-05-17T01:00:00Z' },
      '2018-05-09T03:00:00Z',
    );
    expect(away).toMatchObject({ state: 'asked', addressee: 'csco-da-nang', marks: ['away'], plan });
    expect(stepsOf(away)).toEqual(stepsOf(asked()));
    expect(plan.reminders.map(({ at }) => askedAt(away, at))).toEqual([
      'alternate-da-nang',
      'csco-da-nang',
      'csco-da-nang',
    ]);
  });

  test('of which everybody asked is away is not reminded before the first is back, and then soon', () => {
    const [first, later] = ['2018-05-14T01:00:00Z', '2018-05-21T01:00:00Z'];
    const now = '2018-05-09T03:00:00Z';
    const away = life.away(asked(), { office: 'alternate-da-nang', back: first }, now);
    const both = life.away(away, { office: 'csco-da-nang', back: later }, now);
    expect(stepsOf(both)).toEqual([
      '05-14 remind',
      '05-18 remind',
      '05-28 remind',
      '05-28 escalate',
      '05-31 escalate',
      '06-03 lapse',
    ]);
    expect(both.plan.reminders[1]).toEqual({ at: first, days: 12 });
    expect([first, '2018-05-18T02:00:00Z', later].map((at) => askedAt(both, at))).toEqual([
      'alternate-da-nang',
      'alternate-da-nang',
      'csco-da-nang',
    ]);
    const till = { back: '2018-05-17T01:00:00Z' };
    const soon = life.away(asked(), { office: 'alternate-da-nang', ...till }, now);
    expect(life.away(soon, { office: 'csco-da-nang', ...till }, now).plan).toEqual(plan);
    // one who never comes back in time is escalated and missing in the end, like any other
    const gone = life.away(away, { office: 'csco-da-nang', back: '2018-07-01T01:00:00Z' }, first);
    expect(stepsOf(gone).slice(-3)).toEqual(['05-28 escalate', '05-31 escalate', '06-03 lapse']);
  });

  test('that is reassigned asks the new office anew', () => {
    const taken = life.reassigned(life.bounced(asked(), 'csco-da-nang'), { ...plan, addressees: ['nr-vn'] });
    expect(taken).toMatchObject({ state: 'asked', addressee: 'nr-vn', marks: ['bounced', 'reassigned'] });
    expect(stepsOf(taken)[0]).toBe('05-11 remind');
  });
});

describe('an answer', () => {
  test('that is complete is accepted, and nothing follows', () => {
    const record = life.answered(asked(), filed(), arrival());
    expect(record).toMatchObject({ state: 'accepted', accepted: 1, settled: true, marks: [] });
    expect(life.nextStep(record)).toEqual({ do: 'wait' });
  });

  test('that is incomplete is returned, and the reminders go on until the rest has come', () => {
    const returned = life.answered(
      asked(),
      filed(1, { missing: ['vision'] }),
      arrival({ at: '2018-05-12T02:00:00Z' }),
    );
    expect(returned).toMatchObject({ state: 'returned', settled: false });
    expect(
      life.nextStep(life.stepDone(returned, { do: 'remind', at: plan.reminders[0]!.at, days: 14 })),
    ).toMatchObject({ do: 'remind', days: 7 });
    expect(life.answered(returned, filed(2), arrival())).toMatchObject({ state: 'accepted', accepted: 2 });
    expect(life.answered(asked(), filed(1, { problems: ['budget'] }), arrival()).state).toBe('returned');
  });

  test('of an unknown writer stops the reminders at once and counts when it is confirmed', () => {
    const unconfirmed = life.answered(asked(), filed(), arrival({ confirmed: false }));
    expect(unconfirmed).toMatchObject({ state: 'received-unconfirmed', settled: false });
    expect(unconfirmed.accepted).toBeUndefined();
    expect(stepsOf(unconfirmed)).not.toContainEqual(expect.stringMatching(/remind|escalate/));
    expect(life.confirmed(unconfirmed)).toMatchObject({ state: 'accepted', accepted: 1 });
  });

  test('that the National Representative is to clear waits for it, unless it answered itself', () => {
    const record = asked({ clearedBy: 'nr-vn' });
    const waiting = life.answered(record, filed(), arrival());
    expect(waiting).toMatchObject({ state: 'answered', settled: false });
    expect(life.clearedNationally(waiting)).toMatchObject({
      state: 'accepted',
      accepted: 1,
      marks: ['cleared-nationally'],
    });
    expect(life.answered(record, filed(), arrival({ from: 'nr-vn' })).state).toBe('accepted');
  });

  test('that departs from a rule waits for the secretariat, and does not lapse meanwhile', () => {
    const record = life.answered(asked(), filed(1, { exceptions: ['It names four cities.'] }), arrival());
    expect(record).toMatchObject({ state: 'answered', marks: ['exception'] });
    expect(life.nextStep(record)).toEqual({ do: 'wait' });
    const by = { office: 'secretariat-sg', door: 'cli', why: 'On record' } as const;
    expect(life.accepted(record, 1, by)).toMatchObject({ state: 'accepted', acceptedBy: by });
  });

  test('after the lapse is taken, and marked as late', () => {
    const late = life.answered(life.lapsed(asked()), filed(), arrival({ at: '2018-07-01T02:00:00Z' }));
    expect(late).toMatchObject({ state: 'accepted', settled: true, marks: ['late'] });
  });

  test('that the office disowns is set aside, and the request stands as before with what is still to come', () => {
    const unconfirmed = life.answered(asked(), filed(), arrival({ confirmed: false }));
    const again = { ...plan, reminders: plan.reminders.slice(2) };
    const record = life.disowned(unconfirmed, again);
    expect(record).toMatchObject({ state: 'asked', settled: false, versions: [{ disowned: true }] });
    expect(record.marks).toContain('disowned');
    expect(life.latest(record)).toBeUndefined();
    expect(life.isUnconfirmed(record)).toBe(false);
    expect(life.nextStep(record)).toEqual({ do: 'remind', at: '2018-05-28T02:00:00Z', days: -3 });
    expect(life.rowOf(record, 1).version).toBeUndefined();

    const before = life.answered(asked(), filed(1, { missing: ['vision'] }), arrival());
    const second = life.answered(before, filed(2), arrival({ confirmed: false }));
    expect(life.disowned(second, plan)).toMatchObject({ state: 'returned' });
    const late = life.answered(life.lapsed(asked()), filed(), arrival({ confirmed: false }));
    expect(life.disowned(late, undefined)).toMatchObject({ state: 'lapsed', settled: true });
  });

  test('that was accepted stands while a later part is incomplete or unconfirmed', () => {
    const record = life.answered(asked(), filed(), arrival());
    expect(life.answered(record, filed(2, { missing: ['vision'] }), arrival())).toMatchObject({
      state: 'accepted',
      accepted: 1,
    });
    expect(life.answered(record, filed(2), arrival({ confirmed: false }))).toMatchObject({
      state: 'accepted',
      accepted: 1,
    });
    expect(life.answered(record, filed(2), arrival())).toMatchObject({ state: 'accepted', accepted: 2 });
  });

  test('that is returned for correction does not count any more, and is chased by the new plan', () => {
    const later = {
      ...plan,
      due: '2018-06-08T16:59:59Z',
      reminders: [{ at: '2018-06-06T02:00:00Z', days: 2 }],
    };
    const record = life.returnedForCorrection(life.answered(asked(), filed(), arrival()), later);
    expect(record).toMatchObject({ state: 'returned', settled: false, plan: later });
    expect(record.accepted).toBeUndefined();
    expect(
      life.nextStep({ ...record, plan: { ...later, lapses: '2018-06-20T00:00:00Z', escalations: [] } }),
    ).toMatchObject({ do: 'remind' });
  });

  test('may come from whoever is asked, the alternates, those who may answer for it and the one who clears it', () => {
    const record = asked({ clearedBy: 'nr-vn', mayAnswer: ['ns-vn'] });
    const may = (office: string) => life.mayAnswer(record, office);
    expect(['csco-da-nang', 'alternate-da-nang', 'ns-vn', 'nr-vn'].every(may)).toBe(true);
    expect(may('csco-hue')).toBe(false);
  });
});

describe('more time', () => {
  test('is given by an acknowledgement until the promised day, with a reminder after it and no lapse before', () => {
    const reminder = '2018-06-12T02:00:00Z';
    const record = life.acknowledged(asked(), '2018-06-11T16:59:59Z', reminder);
    expect(record).toMatchObject({ state: 'acknowledged', settled: false });
    expect(life.nextStep(record)).toMatchObject({ do: 'remind', at: reminder });
    expect(record.plan.lapses > reminder).toBe(true);
    const accepted = life.answered(asked(), filed(), arrival());
    expect(life.acknowledged(accepted, '2018-06-11T16:59:59Z', reminder)).toBe(accepted);
  });

  test('is given by an extension, also to a request that has lapsed', () => {
    const later = { ...plan, due: '2018-06-29T16:59:59Z', lapses: '2018-07-08T16:59:59Z' };
    expect(life.withPlan(life.lapsed(asked()), later)).toMatchObject({
      state: 'asked',
      settled: false,
      remindersSent: 0,
    });
    expect(life.withPlan(life.answered(asked(), filed(), arrival()), later)).toMatchObject({
      state: 'accepted',
      settled: true,
    });
  });
});

test('a request’s line on the board shows the version that counts, else the last one', () => {
  expect(life.rowOf(asked(), 1)).not.toHaveProperty('version');
  const accepted = life.answered(asked(), filed(1, { choices: { position: 'agree' } }), arrival());
  const later = life.answered(
    accepted,
    filed(2, { missing: ['vision'], choices: { position: 'object' } }),
    arrival(),
  );
  expect(life.rowOf(later, 3)).toMatchObject({
    version: 1,
    choices: { position: 'agree' },
    state: 'accepted',
  });
});
