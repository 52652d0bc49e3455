/** A request and its answers, for tests of its life. */
import type { RequestPlan } from '../../domain/ask.js';
import type { Arrival, RequestRecord } from '../../domain/request.js';
import { newRequest } from '../../domain/request.js';
import type { FiledSubmission } from '../../domain/submission.js';

export const plan: RequestPlan = {
  subject: 'da-nang',
  addressees: ['csco-da-nang', 'alternate-da-nang'],
  copy: ['nr-vn'],
  mayAnswer: ['nr-vn'],
  due: '2018-05-25T16:59:59Z',
  dueDate: 'Friday, 25 May 2018',
  reminders: [
    { at: '2018-05-11T02:00:00Z', days: 14 },
    { at: '2018-05-18T02:00:00Z', days: 7 },
    { at: '2018-05-28T02:00:00Z', days: -3 },
  ],
  escalations: [
    { at: '2018-05-28T04:00:00Z', to: 'nr-vn' },
    { at: '2018-05-31T02:00:00Z', to: 'secretariat-sg' },
  ],
  lapses: '2018-06-03T16:59:59Z',
};

export const asked = (more: Partial<RequestPlan> = {}): RequestRecord =>
  newRequest(
    'ascn/cycle/2018/action-plan/da-nang',
    'action-plan',
    { ...plan, ...more },
    '2018-05-09T02:00:00Z',
  );

/** What was filed of an answer: complete, unless said otherwise. */
export const filed = (version = 1, more: Partial<FiledSubmission> = {}): FiledSubmission => ({
  document: `sha256:${String(version).padStart(64, '0')}`,
  version,
  missing: [],
  problems: [],
  exceptions: [],
  given: ['vision'],
  choices: {},
  ...more,
});

export const arrival = (more: Partial<Arrival> = {}): Arrival => ({
  from: 'csco-da-nang',
  letter: 'digest',
  at: '2018-05-15T02:00:00Z',
  confirmed: true,
  joint: false,
  ...more,
});
