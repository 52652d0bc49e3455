import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCalendarActivities } from '../../../activities/calendar/activities.js';
import { loadCalendar } from '../../../activities/calendar/load.js';
import { dateIn, inOffice, workplaceOf } from '../../../activities/calendar/working-time.js';
import { loadHolidays } from '../../../activities/network/holidays.js';
import { loadNetwork } from '../../../activities/network/load.js';
import type { RequestKind } from '../../../domain/ask.js';
import type { Calendar } from '../../../domain/calendar.js';
import { pin } from '../../../domain/calendar.js';
import type { Network } from '../../../domain/network.js';
import { addDays, daysBetween } from '../../../domain/time.js';
import { memoryStore } from '../network/memory-store.js';

const store = memoryStore();
const activities = createCalendarActivities({ store, dataDir: 'data' });
let network: Network;
let calendar: Calendar;
let networkDocument: string;

beforeAll(async () => {
  network = await loadNetwork('data', '2018-01-01');
  networkDocument = await store.putJson(network);
  calendar = await loadCalendar('data', 2018, { chair: 'SG', place: 'Singapore', zone: 'Asia/Singapore' });
});

const plan = async (kind: RequestKind, subject: string, more: { on?: string; due?: string } = {}) => {
  const [planned] = await activities.planRequests({
    network: 'ascn',
    networkDocument,
    calendar,
    kind,
    subjects: [subject],
    on: '2018-05-09',
    ...more,
  });
  return planned!;
};

const officeOf = (id: string) => network.offices.find((office) => office.id === id)!;

describe('the dates of a year as instants', () => {
  test('open at nine and end with the day where the chair is; a cut-off is one hour in UTC', async () => {
    const { workshop } = await activities.instantsOf({ networkDocument, calendar });
    expect(workshop).toEqual({
      date: '2018-05-22',
      until: '2018-05-25',
      opens: '2018-05-22T01:00:00Z',
      ends: '2018-05-25T15:59:59Z',
      cutOff: '2018-05-22T09:00:00Z',
      title: 'Smart Cities Governance Workshop',
    });
  });

  test('a chair that is no member is refused', async () => {
    await expect(
      activities.instantsOf({ networkDocument, calendar: { ...calendar, chair: 'XX' } }),
    ).rejects.toThrow(/“XX” chairs 2018, and is no member/);
  });
});

describe('of whom a request is asked', () => {
  test('members in their order, cities once they are members, partners from their first year', async () => {
    const on = '2018-05-25';
    const members = await activities.subjectsOf({ networkDocument, kind: 'nomination', on });
    expect(members).toEqual(['bn', 'kh', 'id', 'la', 'my', 'mm', 'ph', 'sg', 'th', 'vn']);
    expect(await activities.subjectsOf({ networkDocument, kind: 'action-plan', on })).toHaveLength(26);
    expect(await activities.subjectsOf({ networkDocument, kind: 'action-plan', on: '2018-02-06' })).toEqual(
      [],
    );
    const partners = await activities.subjectsOf({ networkDocument, kind: 'partner-offer', on });
    const later = network.partners
      .filter(({ since }) => since !== undefined && since > 2018)
      .map(({ id }) => id);
    expect(later.length).toBeGreaterThan(0);
    expect(partners).toEqual(network.partners.map(({ id }) => id).filter((id) => !later.includes(id)));
  });
});

describe('the route of a request', () => {
  test('a nomination goes to the National Secretariat', async () => {
    expect(await plan('nomination', 'vn', { on: '2018-02-06' })).toMatchObject({
      addressees: ['ns-vn'],
      copy: [],
      escalations: [{ to: 'secretariat-sg' }],
    });
  });

  test('a delegation is asked through the National Secretariat, and the National Representative may answer', async () => {
    expect(await plan('workshop-delegation', 'th', { on: '2018-04-10' })).toMatchObject({
      addressees: ['ns-th'],
      copy: ['nr-th'],
      mayAnswer: ['nr-th'],
    });
  });

  test('a city is asked directly with its alternate, its National Representative gets a copy and is turned to first', async () => {
    const daNang = await plan('action-plan', 'da-nang');
    expect(daNang).toMatchObject({
      addressees: ['csco-da-nang', 'alternate-da-nang'],
      copy: ['nr-vn'],
      mayAnswer: ['nr-vn'],
    });
    expect(daNang.escalations.map(({ to }) => to)).toEqual(['nr-vn', 'secretariat-sg']);
  });

  test('the cities of Cambodia are asked through their National Representative', async () => {
    const siemReap = await plan('action-plan', 'siem-reap');
    expect(siemReap).toMatchObject({ addressees: ['nr-kh'], copy: ['csco-siem-reap'], mayAnswer: [] });
    expect(siemReap.escalations.map(({ to }) => to)).toEqual(['secretariat-sg']);
  });

  test('Viet Nam and Indonesia clear final action plans nationally, the others do not', async () => {
    expect((await plan('final-action-plan', 'hanoi', { on: '2018-08-13' })).clearedBy).toBe('nr-vn');
    expect((await plan('final-action-plan', 'jakarta', { on: '2018-08-13' })).clearedBy).toBe('nr-id');
    expect((await plan('final-action-plan', 'phuket', { on: '2018-08-13' })).clearedBy).toBeUndefined();
  });

  test('the office that answers may be given: for a clearance, a record or a twin', async () => {
    const plans = await activities.planRequests({
      network: 'ascn',
      networkDocument,
      calendar,
      kind: 'body-record',
      subjects: [{ id: 'jcm-autumn', office: 'jcm-secretariat' }],
      on: '2018-10-09',
      due: '2018-10-19',
    });
    expect(plans[0]).toMatchObject({ subject: 'jcm-autumn', addressees: ['jcm-secretariat'], copy: [] });
  });

  test('an office that is not there is named', async () => {
    await expect(plan('action-plan', 'atlantis')).rejects.toThrow(
      /“Draft Smart City Action Plan” is asked of “atlantis”.*chief-smart-city-officer/,
    );
    await expect(
      activities.planRequests({
        network: 'ascn',
        networkDocument,
        calendar,
        kind: 'clearance',
        subjects: [{ id: 'framework-v1.xx', office: 'nr-xx' }],
        on: '2018-06-20',
        due: '2018-06-29',
      }),
    ).rejects.toThrow(/Unknown office “nr-xx”/);
  });
});

describe('when an answer is due', () => {
  test('at the end of the day where the office is', async () => {
    const makassar = await plan('action-plan', 'makassar');
    const jakarta = await plan('action-plan', 'jakarta');
    const yangon = await plan('action-plan', 'yangon');
    expect(makassar.due).toBe('2018-05-25T15:59:59Z');
    expect(jakarta.due).toBe('2018-05-25T16:59:59Z');
    expect(yangon.due).toBe('2018-05-25T17:29:59Z');
    expect(makassar.dueDate).toBe('Friday, 25 May 2018');
  });

  test('is worded in the language of the office', async () => {
    expect((await plan('action-plan', 'da-nang')).dueDate).toBe('Thứ Sáu, ngày 25 tháng 5 năm 2018');
  });

  test('a clearance has one cut-off in UTC for all members', async () => {
    const plans = await activities.planRequests({
      network: 'ascn',
      networkDocument,
      calendar,
      kind: 'clearance',
      subjects: network.members
        .filter(({ code }) => code !== 'TL')
        .map(({ code }) => ({ id: `framework-v1.${code}`, office: `nr-${code.toLowerCase()}` })),
      on: '2018-06-22',
      due: '2018-06-29',
    });
    expect(plans).toHaveLength(10);
    expect(new Set(plans.map(({ due }) => due))).toEqual(new Set(['2018-06-29T09:00:00Z']));
    expect(new Set(plans.map(({ lapses }) => lapses))).toEqual(new Set(['2018-06-29T09:00:00Z']));
    expect(plans[0]!.dueDate).toBe('Friday, 29 June 2018, 09:00 UTC');
  });

  test('a given day that has passed when the letter goes out becomes the third day after', async () => {
    const [late] = await activities.planRequests({
      network: 'ascn',
      networkDocument,
      calendar,
      kind: 'clearance',
      subjects: [{ id: 'acc-autumn-v1.VN', office: 'nr-vn' }],
      on: '2018-11-08',
      due: '2018-11-06',
    });
    expect(late!.due).toBe('2018-11-11T09:00:00Z');
  });

  test('a kind whose day is given needs one', async () => {
    await expect(plan('twinning-city', 'hanoi')).rejects.toThrow(/has no last day/);
    await expect(plan('twinning-city', 'hanoi', { due: '3 July' })).rejects.toThrow(
      /“3 July”; expected .* YYYY-MM-DD/,
    );
  });

  test('a batch takes 200 requests and no more', async () => {
    const subjects = Array.from({ length: 201 }, () => 'hanoi');
    await expect(
      activities.planRequests({
        network: 'ascn',
        networkDocument,
        calendar,
        kind: 'action-plan',
        subjects,
        on: '2018-05-09',
      }),
    ).rejects.toThrow(/201 requests are more/);
  });
});

describe('reminders and escalations', () => {
  test('are moved from Friday to Thursday before the day in Brunei Darussalam, and on to Saturday after it', async () => {
    const brunei = await plan('action-plan', 'bandar-seri-begawan');
    // Due on Friday 25 May: fourteen and seven days before are Fridays (and Thursday 17 May is the first day of
    // Ramadan, a holiday), the day after is a working Saturday.
    expect(brunei.reminders).toEqual([
      { at: '2018-05-10T01:00:00Z', days: 15 },
      { at: '2018-05-16T01:00:00Z', days: 9 },
      { at: '2018-05-23T01:00:00Z', days: 2 },
      { at: '2018-05-26T01:00:00Z', days: -1 },
    ]);
  });

  test('are moved from public holidays', async () => {
    // Two days before 31 May 2018 is Vesak Day in Singapore.
    const { reminders } = await plan('progress', 'singapore', { on: '2018-05-01', due: '2018-05-31' });
    expect(reminders.map(({ at }) => at)).toContain('2018-05-28T01:00:00Z');
    expect(reminders.map(({ at }) => at)).not.toContain('2018-05-29T01:00:00Z');
  });

  test('always fall in working hours, on working days, each on a day of its own, after the letter and before the lapse', async () => {
    const holidays = await loadHolidays('data');
    const kinds: RequestKind[] = [
      'nomination',
      'action-plan',
      'partner-offer',
      'clearance',
      'twinning-city',
      'body-record',
      'progress',
    ];
    const offices = network.offices.filter(({ kind }) => kind !== 'chair-secretariat' && kind !== 'shepherd');
    const days = fc.integer({ min: 0, max: 360 }).map((n) => addDays('2018-01-01', n));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        fc.constantFrom(...offices),
        days,
        fc.integer({ min: -5, max: 40 }),
        async (kind, office, on, lead) => {
          fc.pre(office.member !== undefined || ['partner-offer', 'body-record'].includes(kind));
          const [planned] = await activities.planRequests({
            network: 'ascn',
            networkDocument,
            calendar,
            kind,
            subjects: [{ id: 'subject', office: office.id }],
            on: `${on}T03:00:00Z`,
            due: addDays(on, lead),
          });
          const asked = officeOf(planned!.addressees[0]!);
          const steps = [
            ...planned!.reminders.map(({ at }) => ({ at, office: asked })),
            ...planned!.escalations.map(({ at, to }) => ({ at, office: officeOf(to) })),
          ];
          for (const step of steps) {
            expect(inOffice(step.at, workplaceOf(step.office, network.members, holidays))).toBe(true);
            expect(step.at > `${on}T03:00:00Z`).toBe(true);
            expect(step.at < planned!.lapses).toBe(true);
          }
          const reminded = planned!.reminders.map(({ at }) => dateIn(at, asked.zone));
          expect(reminded).toEqual([...new Set(reminded)].sort());
          expect(reminded).not.toContain(dateIn(`${on}T03:00:00Z`, asked.zone));
          const dueDay = dateIn(planned!.due, asked.zone);
          expect(planned!.reminders.map(({ days: n }) => n)).toEqual(
            reminded.map((date) => daysBetween(date, dueDay)),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('planning a request anew', () => {
  const anew = async (more: { due?: string; addressee?: string; from: string }) =>
    activities.replan({
      request: 'ascn/cycle/2018/action-plan/da-nang',
      networkDocument,
      chair: calendar.chair,
      kind: 'action-plan',
      plan: await plan('action-plan', 'da-nang'),
      ...more,
    });

  test('an extension has a new last day, and only what comes after it was granted', async () => {
    const extended = await anew({ due: '2018-06-15', from: '2018-05-24T05:00:00Z' });
    expect(extended.due).toBe('2018-06-15T16:59:59Z');
    expect(extended.reminders.map(({ at }) => at.slice(0, 10))).toEqual([
      '2018-06-01',
      '2018-06-08',
      '2018-06-13',
      '2018-06-18',
    ]);
  });

  test('a reassignment asks the other office first, by its own days, until the same day', async () => {
    const reassigned = await anew({ addressee: 'nr-vn', from: '2018-05-21T05:00:00Z' });
    expect(reassigned.addressees).toEqual(['nr-vn', 'csco-da-nang', 'alternate-da-nang']);
    expect(reassigned.copy).toEqual([]);
    expect(reassigned.due).toBe('2018-05-25T16:59:59Z');
    expect(reassigned.dueDate).toBe('Friday, 25 May 2018');
    expect(reassigned.escalations.map(({ to }) => to)).toEqual(['secretariat-sg']);
  });

  test('an answer returned after its last day has a week more', async () => {
    const returned = await anew({ from: '2018-05-28T05:00:00Z' });
    expect(returned.due).toBe('2018-06-04T16:59:59Z');
    expect(returned.lapses > returned.due).toBe(true);
  });

  test('an office that is not there is refused', async () => {
    await expect(anew({ addressee: 'csco-hue', from: '2018-05-21T05:00:00Z' })).rejects.toThrow(
      /Unknown office “csco-hue”/,
    );
  });
});

test('partners abroad are reminded in the hours of their own zone, also when the clocks change', async () => {
  const moved = pin(
    calendar,
    {
      'twinning.offers-due': '2018-03-15',
      'annual-meeting.opens': '2018-02-26',
      'twinning.partners-cleared': '2018-02-27',
      'workshop.invited': '2018-02-20',
    },
    'secretariat-sg',
    'test',
  );
  const [dc] = await activities.planRequests({
    network: 'ascn',
    networkDocument,
    calendar: moved,
    kind: 'partner-offer',
    subjects: ['dc-water'],
    on: '2018-02-27',
  });
  // Washington changed to summer time on 11 March 2018
  expect(dc!.reminders.map(({ at }) => at)).toEqual([
    '2018-03-08T14:00:00Z',
    '2018-03-13T13:00:00Z',
    '2018-03-16T13:00:00Z',
  ]);
});
