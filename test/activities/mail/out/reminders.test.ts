import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createComposer } from '../../../../activities/mail/out/composer.js';
import { renderHtml } from '../../../../activities/mail/out/render-html.js';
import type { LetterOrder } from '../../../../domain/letter.js';
import type { LetterPreview } from '../../../../domain/letter-record.js';
import { oneLetter } from '../../../../domain/reminders.js';
import type { Desk } from './fixture.js';
import { openDesk, submission } from './fixture.js';
import { expectGolden } from './golden.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk('smtp://127.0.0.1:1');
});
afterAll(() => desk.close());

const requestOf = (about: string): string => `ascn/cycle/2018/${about}`;

/** The reminder that a request would send by itself. */
const reminder = (office: string, about: string, more: Partial<LetterOrder> = {}): LetterOrder =>
  desk.order({
    number: `ASCN/2018/${about}/3`,
    at: '2018-09-11T02:00:00Z',
    template: 'reminder',
    to: [office],
    copy: [],
    form: about.split('/')[0],
    values: { dueDate: '2018-09-13', days: 2, count: 3 },
    answers: [{ request: requestOf(about), as: 'answer' }],
    withholdIfArrived: [requestOf(about)],
    morning: '2018-09-11T02:00:00Z',
    ...more,
  });

const late = { template: 'reminder-after-due', values: { dueDate: '2018-09-10', days: -1, count: 4 } };
const both = (office: string, city: string): [LetterOrder, LetterOrder] => [
  reminder(office, `final-action-plan/${city}`, { ...late, copy: ['nr-kh'] }),
  reminder(office, `progress/${city}`),
];

/** After a change of wording or form, run this once with GOLDEN=write, and read the file; PAGES=FOLDER keeps the pages. */
test('the reminders of one morning read as reminders.txt has them, in English and in Vietnamese', async () => {
  const filed = (about: string, form: string): Promise<string> =>
    desk.store.putJson(
      submission({
        request: requestOf(about),
        form,
        missing: ['targets', 'project.1.budget'],
        problems: [{ field: 'plan-period', value: '2018', sentence: '“Plan period” says “2018”.' }],
      }),
    );
  const orders = [
    oneLetter(both('csco-phnom-penh', 'phnom-penh')),
    oneLetter(both('csco-da-nang', 'da-nang')),
    oneLetter([
      reminder('nr-kh', 'action-plan/phnom-penh', {
        template: 'still-missing',
        submissions: [await filed('action-plan/phnom-penh', 'action-plan')],
      }),
      reminder('nr-kh', 'action-plan/battambang'),
      reminder('nr-kh', 'framework-comments/kh'),
      reminder('nr-kh', 'final-action-plan/battambang', {
        form: 'national-clearance',
        submissions: [await filed('final-action-plan/battambang', 'final-action-plan')],
        answers: [{ request: requestOf('final-action-plan/battambang'), as: 'national-clearance' }],
      }),
    ]),
  ];
  const letters: LetterPreview[] = [];
  const pages = process.env['PAGES'];
  if (pages !== undefined) await mkdir(pages, { recursive: true });
  const composer = await createComposer({ store: desk.store, dataDir: 'data' });
  for (const [n, order] of orders.entries()) {
    letters.push(await desk.preview(order));
    if (pages !== undefined)
      await writeFile(join(pages, `${n}.html`), renderHtml((await composer.compose(order)).view));
  }
  await expectGolden('reminders.txt', letters);
});

describe('one letter of several reminders', () => {
  test('has the copies of all; where it lists an answer, only those who would get each', () => {
    const [one, other] = both('csco-phnom-penh', 'phnom-penh');
    expect(oneLetter([one, other]).copy).toEqual(['nr-kh']);
    expect(oneLetter([one, { ...other, submissions: ['sha256:0'] }]).copy).toEqual([]);
  });

  test('stands under the number and in the thread of the first, and is withheld for each', () => {
    const [one, other] = both('csco-phnom-penh', 'phnom-penh');
    expect(oneLetter([{ ...one, inReplyTo: '<first@ascn.example>' }, other])).toMatchObject({
      number: one.number,
      inReplyTo: '<first@ascn.example>',
      withholdIfArrived: [requestOf('final-action-plan/phnom-penh'), requestOf('progress/phnom-penh')],
      answers: [...one.answers!, ...other.answers!],
    });
  });
});
