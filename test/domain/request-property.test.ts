import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { askedAt } from '../../domain/absence.js';
import * as life from '../../domain/request.js';
import type { RequestRecord } from '../../domain/request.js';
import type { Instant } from '../../domain/time.js';
import { after, days, hours } from '../../domain/time.js';
import { arrival, asked, filed, plan } from './request-plan.js';

/** What may befall a request on a day of its life. */
type Event =
  | { is: 'answer'; confirmed: boolean; complete: boolean; exception: boolean }
  | { is: 'acknowledgement'; inDays: number }
  | { is: 'extension'; byDays: number }
  | { is: 'bounce'; office: string }
  | { is: 'absence'; office: string; days: number }
  | { is: 'reassignment'; office: string }
  | { is: 'return' | 'confirmation' | 'disowning' | 'clearance' };

const office = fc.constantFrom('csco-da-nang', 'alternate-da-nang', 'nr-vn');
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    is: fc.constant('answer' as const),
    confirmed: fc.boolean(),
    complete: fc.boolean(),
    exception: fc.boolean(),
  }),
  fc.record({ is: fc.constant('acknowledgement' as const), inDays: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ is: fc.constant('extension' as const), byDays: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ is: fc.constant('bounce' as const), office }),
  fc.record({ is: fc.constant('absence' as const), office, days: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ is: fc.constant('reassignment' as const), office }),
  fc.record({
    is: fc.constantFrom(
      'return' as const,
      'confirmation' as const,
      'disowning' as const,
      'clearance' as const,
    ),
  }),
);
const lives = fc.record({
  clearedBy: fc.option(fc.constant('nr-vn'), { nil: undefined }),
  befalls: fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), event), { maxLength: 8 }),
});

/** A plan with what is still to come, as the calendar's activities make one. */
function replanned(record: RequestRecord, now: Instant, byDays = 0, first?: string) {
  const later = <T extends { at: Instant }>(steps: T[]): T[] =>
    steps.map((step) => ({ ...step, at: after(step.at, days(byDays)) })).filter(({ at }) => at > now);
  const moved = (at: Instant) =>
    after(at, days(byDays)) > now ? after(at, days(byDays)) : after(now, days(7));
  return {
    ...record.plan,
    due: moved(record.plan.due),
    lapses: moved(record.plan.lapses),
    reminders: later(plan.reminders),
    escalations: later(plan.escalations),
    ...(first && { addressees: [first, ...record.plan.addressees.filter((each) => each !== first)] }),
  };
}

function befall(record: RequestRecord, what: Event, now: Instant): RequestRecord {
  switch (what.is) {
    case 'answer': {
      const more = { missing: what.complete ? [] : ['vision'], exceptions: what.exception ? ['A rule'] : [] };
      return life.answered(
        record,
        filed(record.versions.length + 1, more),
        arrival({ at: now, confirmed: what.confirmed }),
      );
    }
    case 'acknowledgement':
      return life.acknowledged(
        record,
        after(now, days(what.inDays)),
        after(now, days(what.inDays) + hours(20)),
      );
    case 'extension':
      return record.state === 'accepted'
        ? record
        : life.withPlan(record, replanned(record, now, what.byDays));
    case 'bounce':
      return life.bounced(record, what.office);
    case 'absence':
      return life.isAsked(record, what.office)
        ? life.away(record, { office: what.office, back: after(now, days(what.days)) }, now)
        : record;
    case 'reassignment':
      return life.reassigned(record, replanned(record, now, 0, what.office));
    case 'return':
      return life.latest(record) ? life.returnedForCorrection(record, replanned(record, now)) : record;
    case 'confirmation':
      return life.isUnconfirmed(record) ? life.confirmed(record) : record;
    case 'disowning':
      return life.isUnconfirmed(record)
        ? life.disowned(record, record.settled ? undefined : replanned(record, now))
        : record;
    case 'clearance':
      return life.waitsForNr(record) ? life.clearedNationally(record) : record;
  }
}

/** Lives a request for a year, and calls `see` before every step that it takes by plan. */
function live(
  { clearedBy, befalls }: { clearedBy?: string; befalls: [number, Event][] },
  see: (record: RequestRecord, step: life.NextStep, now: Instant) => void,
) {
  let record = asked(clearedBy === undefined ? {} : { clearedBy });
  let steps = 0;
  const until = (now: Instant): void => {
    for (;;) {
      const step = life.nextStep(record);
      if (step.do === 'wait' || step.at > now) return;
      see(record, step, step.at);
      record = life.stepDone(record, step);
      steps += 1;
      if (steps > 200) throw new Error('the request takes steps without end');
    }
  };
  for (const [day, what] of befalls.toSorted(([a], [b]) => a - b)) {
    const now = after('2018-05-09T03:00:00Z', days(day));
    until(now);
    record = befall(record, what, now);
  }
  until('2019-05-09T00:00:00Z');
  return record;
}

test('whoever owes nothing, or is not reached by mail or away, is never reminded, and nobody before the day that was promised', () => {
  let reminders = 0;
  fc.assert(
    fc.property(lives, (given) => {
      live(given, (record, step) => {
        if (step.do !== 'remind') return;
        reminders += 1;
        expect(record.state).not.toBe('accepted');
        expect(record.state).not.toBe('received-unconfirmed');
        expect(record.settled).toBe(false);
        expect(record.unreachable).not.toContain(record.addressee);
        if (!life.waitsForNr(record)) expect(askedAt(record, step.at)).toBeDefined();
        if (record.promised !== undefined) expect(step.at > record.promised).toBe(true);
      });
    }),
    { numRuns: 1_000, seed: 2018 },
  );
  expect(reminders).toBeGreaterThan(500);
});

test('a request that waits for no person comes to an end, and what was accepted still counts', () => {
  fc.assert(
    fc.property(lives, (given) => {
      const record = live(given, () => undefined);
      expect(record.settled || life.waitsForSecretariat(record)).toBe(true);
      if (record.state === 'accepted')
        expect(record.versions.some(({ version }) => version === record.accepted)).toBe(true);
      else expect(record.accepted).toBeUndefined();
      if (record.state === 'lapsed')
        expect(record.versions.every(({ version }) => version !== record.accepted)).toBe(true);
    }),
    { numRuns: 1_000, seed: 2018 },
  );
});

test('an answer that is late is taken as one in time would be', () => {
  fc.assert(
    fc.property(lives, (given) => {
      const record = live(given, () => undefined);
      const late = life.answered(
        record,
        filed(record.versions.length + 1),
        arrival({ from: 'nr-vn', at: '2019-06-01T00:00:00Z' }),
      );
      expect(late).toMatchObject({ state: 'accepted', accepted: record.versions.length + 1, settled: true });
      expect(late.marks).toContain('late');
    }),
    { numRuns: 1_000, seed: 2018 },
  );
});
