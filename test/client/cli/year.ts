/** A year under way, as operations would tell it. */
import type { RequestRecord, RequestRow } from '../../../domain/request.js';
import { newRequest } from '../../../domain/request.js';
import type { Reading } from '../../../workers/reading.js';
import type { CycleStatus } from '../../../workflows/cycle-messages.js';

export const office = 'csco-da-nang';

export const record: RequestRecord = newRequest(
  'ascn/cycle/2018/action-plan/da-nang',
  'action-plan',
  {
    subject: 'da-nang',
    addressees: [office],
    copy: ['nr-vn'],
    mayAnswer: ['nr-vn'],
    due: '2018-05-25T16:59:59Z',
    dueDate: 'Friday, 25 May 2018',
    reminders: [
      { at: '2018-05-11T02:00:00Z', days: 14 },
      { at: '2018-05-28T02:00:00Z', days: -3 },
    ],
    escalations: [{ at: '2018-05-29T02:00:00Z', to: 'nr-vn' }],
    lapses: '2018-06-04T16:59:59Z',
  },
  '2018-05-09T01:00:00Z',
);

export const row = (
  subject: string,
  state: RequestRow['state'],
  kind: RequestRow['kind'] = 'action-plan',
): RequestRow => ({
  id: `ascn/cycle/2018/${kind}/${subject}`,
  change: 1,
  ...{
    kind,
    subject,
    state,
    addressee: `csco-${subject}`,
    due: '2018-05-25T16:59:59Z',
    marks: [],
    reminders: 0,
  },
  ...{ settled: state === 'accepted', closed: false },
});

export async function status(reading: Reading, networkDocument: string): Promise<CycleStatus> {
  const network = await reading.network('2018-01-01');
  return {
    cycle: {
      ...{ network: 'ascn', year: 2018, offsetMs: 0, rehearsal: false, chair: 'SG', nextChair: 'TH' },
      ...{ secretariat: ['secretariat-sg', 'secretariat-sg-head'], rules: network.rules },
    },
    now: '2018-05-20T01:00:00Z',
    calendar: await reading.calendar(2018),
    phases: [
      { id: 'nominations', title: 'Nominations', state: 'done', opens: '2018-02-06' },
      { id: 'workshop', title: 'Governance workshop', state: 'running', opens: '2018-04-10' },
    ],
    soFar: { cities: [], members: [], decisions: [], papers: [], batches: [], clearances: [] },
    waiting: [
      {
        id: 'nomination/my/exception/1',
        what: 'nomination/my: Malaysia nominates four cities.',
        command: 'ascn request accept 2018/nomination/my --as OFFICE --why REASON',
        since: '2018-02-20T03:00:00Z',
      },
    ],
    drafts: [
      {
        id: 'ascn/cycle/2018/held/announcement',
        name: 'announcement',
        title: 'Announcement',
        state: 'held',
        letters: 36,
      },
      { id: 'ascn/cycle/2018/held/x', name: 'x', title: 'An escalation', state: 'withdrawn', letters: 1 },
    ],
    batches: [],
    proceedings: [
      { id: 'ascn/cycle/2018/clearance-of/jcm-spring', what: 'clearance', phase: 'establishment' },
    ],
    networkDocument,
    closed: false,
  };
}
