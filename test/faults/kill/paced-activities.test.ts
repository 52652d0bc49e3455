import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCalendarActivities } from '../../../activities/calendar/activities.js';
import { createDiskStore } from '../../../activities/documents/disk-store.js';
import { loadNetwork } from '../../../activities/network/load.js';
import { putNetwork } from '../../../domain/network-document.js';
import type { Calendar } from '../../../domain/calendar.js';
import { toMs } from '../../../domain/time.js';
import { dataDir } from '../../../workers/installation.js';
import type { Activities } from './paced-activities.js';
import { paced } from './paced-activities.js';
import { begins } from './pace.js';
import { smallCalendar, writeSmallNetwork } from './small-network.js';

const folder = mkdtempSync(join(tmpdir(), 'ascn-pace-'));
let calendar: Calendar;
let networkDocument: string;
let activities: Activities;

beforeAll(async () => {
  const data = join(folder, 'data');
  await writeSmallNetwork(dataDir, data);
  const store = createDiskStore(join(folder, 'store'));
  calendar = await smallCalendar(data);
  networkDocument = await putNetwork(store, await loadNetwork(data, '2018-01-01'));
  activities = paced(createCalendarActivities({ store, dataDir: data }) as Activities, {
    offsetMs: 0,
    slower: 1,
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const seconds = (instant: string): number => (toMs(instant) - toMs(begins)) / 1000;

test('the year lies within six minutes, its dates in their order', async () => {
  const instants = await activities.instantsOf({ networkDocument, calendar });
  const byDate = Object.values(instants).sort((a, b) => (a.date < b.date ? -1 : 1));
  for (const [i, { ends }] of byDate.slice(1).entries())
    expect(byDate[i]!.date < byDate[i + 1]!.date ? byDate[i]!.ends <= ends : true).toBe(true);
  expect(seconds(instants['nominations.opens']!.opens)).toBe(2);
  expect(seconds(instants['handover.closes']!.ends)).toBeLessThan(360);
});

test.each([
  ['in its place in the year', 'action-plan.due', 'workshop.invited'],
  ['asked too late for it', 'action-plan.due', 'annual-meeting'],
])(
  'an office that is %s is reminded seconds after the last moment, and has time to answer',
  async (...given) => {
    const [, date, asked] = given;
    const instants = await activities.instantsOf({ networkDocument, calendar });
    const on = instants[asked]!.opens;
    const [plan] = await activities.planRequests({
      network: 'ascn',
      networkDocument,
      calendar,
      kind: 'action-plan',
      subjects: ['hanoi'],
      on,
      due: instants[date]!.date,
    });
    expect(seconds(plan!.due)).toBeGreaterThan(seconds(on) + 5);
    const late = plan!.reminders.filter(({ at }) => at > plan!.due);
    expect(late).toHaveLength(1);
    expect(seconds(plan!.lapses)).toBeGreaterThan(seconds(late[0]!.at) + 25);
    expect(seconds(plan!.lapses)).toBeGreaterThanOrEqual(seconds(on) + 85);
  },
);
