import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { renderHtml } from '../../../../activities/mail/out/render-html.js';
import { createComposer } from '../../../../activities/mail/out/composer.js';
import { loadForms } from '../../../../activities/forms/load.js';
import { loadTemplates } from '../../../../activities/mail/out/templates.js';
import type { Attachment } from '../../../../domain/attachment.js';
import { readAnswer } from '../../../../domain/answer.js';
import { fold } from '../../../../domain/fold.js';
import { labelOf } from '../../../../domain/form.js';
import type { LetterPreview } from '../../../../domain/letter-record.js';
import type { LetterOrder } from '../../../../domain/letter.js';
import type { WhatNext } from '../../../../domain/receipt.js';
import { receiptTemplate } from '../../../../domain/receipt.js';
import type { Submission, SubmittedField } from '../../../../domain/submission.js';
import type { Desk } from './fixture.js';
import { openDesk, submission } from './fixture.js';
import { expectGolden } from './golden.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk('smtp://127.0.0.1:1');
});
afterAll(() => desk.close());

interface Place {
  city: string;
  office: string;
  alternate: string;
  nr: string;
}
const places: Place[] = [
  { city: 'phnom-penh', office: 'csco-phnom-penh', alternate: 'alternate-phnom-penh', nr: 'nr-kh' },
  { city: 'da-nang', office: 'csco-da-nang', alternate: 'alternate-da-nang', nr: 'nr-vn' },
];

const requestOf = (city: string, kind = 'action-plan') => `ascn/cycle/2018/${kind}/${city}`;

const given = (
  value: string | string[],
  from: string,
  more: Partial<SubmittedField> = {},
): SubmittedField => ({ value, letter: 'd1', from, at: '2018-05-14T01:00:00Z', ...more });

const part = (from: string, letter = 'd1', remarks?: string[]): Submission['parts'][number] => ({
  letter,
  from,
  at: '2018-05-14T01:00:00Z',
  text: '',
  ...(remarks && { remarks }),
});

const without = (fields: Submission['fields'], ...keys: string[]): Submission['fields'] =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));

/** A whole action plan as an office wrote it. */
function answer({ city, office }: Place, more: Partial<Submission> = {}): Submission {
  return submission({
    request: requestOf(city),
    fields: {
      vision: given('A green city\nby the river', office),
      'focus-areas': given(['quality-environment', 'built-infrastructure'], office),
      targets: given('Half of all journeys on foot by 2025', office),
      'plan-period': given('2018-2025', office),
      'project.1.title': given('Clean rivers', office),
      'project.1.focus-area': given('quality-environment', office),
      'project.1.budget': given('VND 1500000000', office, { written: '1.500.000.000 ₫', sure: 'certain' }),
      'project.1.funding': given('City budget', office),
      'project.1.support': given(['technical'], office),
      'project.1.bankable': given('yes', office),
    },
    parts: [part(office)],
    ...more,
  });
}

const attachments: Attachment[] = [
  ['Smart city plan 2018.pdf', 1_240_000],
  ['Ngân sách dự án.xlsx', 48_200],
].map(([name, bytes]) => ({
  name: String(name),
  bytes: Number(bytes),
  type: 'application/pdf',
  sha256: 'a'.repeat(64),
  verdict: 'accepted',
}));

const refused: Attachment[] = (
  [
    ['kind', 'refused'],
    ['too-large', 'refused'],
    ['too-many', 'refused'],
    ['encrypted', 'kept-aside'],
    ['macros', 'kept-aside'],
    ['archive-too-deep', 'refused'],
    ['archive-too-large', 'refused'],
    ['archive-unreadable', 'refused'],
    ['archive-holds-refused', 'refused'],
    ['infected', 'kept-aside'],
  ] as const
).map(([fault, verdict], i) => ({
  name: `file ${i + 1}.zip`,
  bytes: 900 * 3 ** i,
  type: 'application/zip',
  sha256: 'b'.repeat(64),
  verdict,
  fault,
}));

interface Received {
  next: WhatNext;
  asked?: string;
  dueDate?: string;
}

/** The order of a receipt for these answers, the first of which names the request. */
async function receipt(
  { city, office }: Place,
  answers: { submission: Submission; received: Received }[],
  more: Partial<LetterOrder> & { came?: Attachment[] } = {},
): Promise<LetterOrder> {
  const { came, ...rest } = more;
  const asked = `ASCN/2018/action-plan/${city}/1`;
  return desk.order({
    number: `ASCN/2018/action-plan/${city}/R1`,
    template: receiptTemplate(answers[0]!.received.next),
    to: [office],
    copy: [],
    automaticAnswer: true,
    submissions: await Promise.all(answers.map((each) => desk.store.putJson(each.submission))),
    received: answers.map(({ received }) => ({ asked, dueDate: '2018-06-08', ...received })),
    answers: answers.map((each) => ({ request: each.submission.request, as: 'answer' })),
    ...(came && { attached: await desk.store.putJson(came) }),
    ...rest,
  });
}

/** A correction of the whole answer: one field changed, one added, one left out where it replaces. */
async function corrected(place: Place, replaces: boolean, from = place.office): Promise<Submission> {
  const before = answer(place);
  const kept = without(before.fields, 'project.1.bankable');
  const now = {
    'plan-period': given('2018-2030', from, { letter: 'd2' }),
    'master-plan': given('City master plan 2015-2035', from, { letter: 'd2' }),
    'project.1.budget': given('USD 70000', from, { letter: 'd2', written: '70k dollars', sure: 'likely' }),
  };
  return {
    ...before,
    version: 2,
    previous: await desk.store.putJson(before),
    fields: { ...(replaces ? kept : before.fields), ...now },
    parts: replaces ? [part(from, 'd2')] : [part(place.office), part(from, 'd2')],
  };
}

/** Every kind of receipt that an office may get, by what it is about. */
const kinds: [string, (place: Place) => Promise<LetterOrder>][] = [
  [
    'complete and accepted, with attachments',
    (place) =>
      receipt(place, [{ submission: answer(place), received: { next: 'accepted' } }], { came: attachments }),
  ],
  [
    'incomplete and unclear, read from a document, not all of it sure',
    (place) => {
      const whole = answer(place);
      const fields = without(whole.fields, 'targets', 'plan-period');
      const document = 'Action plan (final).docx';
      const read = Object.entries(fields).map(([key, field]) => [
        key,
        { ...field, document, source: 'word', ...(key.endsWith('.budget') && { sure: 'likely' }) },
      ]);
      const open: Partial<Submission> = {
        fields: Object.fromEntries(read) as Submission['fields'],
        missing: ['targets'],
        problems: [
          {
            field: 'plan-period',
            value: '12/5/2018',
            sentence:
              place.city === 'da-nang'
                ? 'Mục “Giai đoạn kế hoạch” ghi “12/5/2018”, có thể là 2018-05-12 hoặc 2018-12-05.'
                : '“Plan period” says “12/5/2018”, which may be 2018-05-12 or 2018-12-05.',
          },
        ],
        parts: [
          part(
            place.office,
            'd1',
            place.city === 'da-nang'
              ? ['“scan.jpg” được lưu cùng thư; không có câu trả lời nào được đọc từ tệp này.']
              : ['“scan.jpg” is kept with your letter; no answers were read from it.'],
          ),
        ],
      };
      return receipt(place, [{ submission: { ...whole, ...open }, received: { next: 'incomplete' } }]);
    },
  ],
  [
    'complete; the National Representative clears it',
    (place) =>
      receipt(place, [{ submission: answer(place), received: { next: 'national-clearance' } }], {
        values: { dueDate: '2018-06-08' },
      }),
  ],
  [
    'a correction that adds',
    async (place) =>
      receipt(place, [{ submission: await corrected(place, false), received: { next: 'accepted' } }]),
  ],
  [
    'a correction that replaces',
    async (place) =>
      receipt(place, [{ submission: await corrected(place, true), received: { next: 'accepted' } }]),
  ],
  [
    'the alternate adds to what the officer sent; both read it',
    async (place) =>
      receipt(
        place,
        [{ submission: await corrected(place, false, place.alternate), received: { next: 'accepted' } }],
        { to: [place.alternate], copy: [place.office] },
      ),
  ],
  [
    'from an address that is not known',
    (place) => receipt(place, [{ submission: answer(place), received: { next: 'confirmation' } }]),
  ],
  [
    'in the office’s own words, with attachments of every fate',
    (place) =>
      receipt(
        place,
        [
          {
            submission: answer(place, { fields: {}, missing: ['vision', 'focus-areas'] }),
            received: { next: 'to-be-read' },
          },
        ],
        { came: [...attachments, ...refused] },
      ),
  ],
  [
    'one letter for two requests',
    (place) =>
      receipt(
        place,
        [
          {
            submission: answer(place, { fields: {}, missing: ['vision', 'targets'] }),
            received: { next: 'incomplete' },
          },
          {
            submission: { ...answer(place), request: requestOf(place.city, 'final-action-plan') },
            received: { next: 'decision', asked: `ASCN/2018/final-action-plan/${place.city}/1` },
          },
        ],
        { to: [place.nr] },
      ),
  ],
  [
    'the National Representative’s clearance',
    (place) =>
      receipt(
        place,
        [
          {
            submission: submission({
              request: requestOf(place.city, 'final-action-plan'),
              form: 'national-clearance',
              fields: { position: given('agree', place.nr) },
              parts: [part(place.nr)],
            }),
            received: { next: 'cleared', asked: `ASCN/2018/final-action-plan/${place.city}/1` },
          },
        ],
        { to: [place.nr] },
      ),
  ],
  [
    'a promise to answer later',
    ({ city, office }) =>
      Promise.resolve(
        desk.order({
          number: `ASCN/2018/action-plan/${city}/RA-1`,
          template: 'receipt-acknowledged',
          to: [office],
          copy: [],
          automaticAnswer: true,
          values: { dueDate: '2018-06-08', promisedDate: '2018-06-20' },
          answers: [{ request: requestOf(city), as: 'answer' }],
        }),
      ),
  ],
];

/** After a change of wording or form, run this once with GOLDEN=write, and read the file; PAGES=FOLDER keeps the pages. */
test('each kind of receipt reads as receipts.txt has it, in English and in Vietnamese', async () => {
  const letters: (LetterPreview & { about: string })[] = [];
  const composer = await createComposer({ store: desk.store, dataDir: 'data' });
  const pages = process.env['PAGES'];
  if (pages !== undefined) await mkdir(pages, { recursive: true });
  for (const [i, place] of places.entries())
    for (const [n, [about, order]] of kinds.entries()) {
      const ordered = await order(place);
      letters.push({ about, ...(await desk.preview(ordered)) });
      if (pages !== undefined)
        await writeFile(join(pages, `${i}-${n}.html`), renderHtml((await composer.compose(ordered)).view));
    }
  await expectGolden('receipts.txt', letters);
});

describe('a receipt', () => {
  const place = places[0]!;
  const shown = async (
    more: Partial<Submission>,
    order: Parameters<typeof receipt>[2] = {},
    next: WhatNext = 'accepted',
  ): Promise<LetterPreview> =>
    desk.preview(await receipt(place, [{ submission: answer(place, more), received: { next } }], order));

  test('says how a value was written where it was interpreted, and where it may be wrong', async () => {
    const fields = {
      'project.1.budget': given('VND 1500000', place.office, { written: '1.500.000 ₫', sure: 'likely' }),
      vision: given('Green', place.office, { written: 'Green', sure: 'certain' }),
    };
    const { letter } = await shown({ fields });
    expect(letter).toContain('\nProject 1 budget: VND 1,500,000\n  (please check; written “1.500.000 ₫”)\n');
    expect(letter).toContain('\nVision: Green\nProject');
  });

  test('names the document of each value only where they come from several places', async () => {
    const inDocument = (document: string) => given('Yes', place.office, { document, source: 'word' });
    const one = await shown({ fields: { vision: inDocument('a.docx'), targets: inDocument('a.docx') } });
    expect(one.letter).not.toContain('a.docx');
    const two = await shown({ fields: { vision: inDocument('a.docx'), targets: inDocument('b.docx') } });
    expect(two.letter).toContain('Vision: Yes\n  (in “a.docx”)');
  });

  test('keeps a confidential value, what it was, how it was written and what is remarked from a reader who did not give it', async () => {
    const changed = await corrected(place, false);
    const secret = /70k|70,000|1\.500\.000|1,500,000|remarked/;
    const remarked = {
      ...changed,
      parts: [part(place.office), part(place.office, 'd2', ['It is remarked.'])],
    };
    const order = (more: Partial<LetterOrder>) =>
      receipt(place, [{ submission: remarked, received: { next: 'accepted' } }], more);
    expect((await desk.preview(await order({}))).letter).toMatch(secret);
    expect((await desk.preview(await order({ copy: [place.alternate] }))).letter).toMatch(secret);
    const toNr = await desk.preview(await order({ to: [place.nr] }));
    expect(toNr.letter).not.toMatch(secret);
    expect(toNr.letter).toContain(
      'Project 1 budget – now: given; kept confidential\n  (before: given; kept confidential)',
    );
  });

  test('shows a long value shortened, and says so', async () => {
    const { letter } = await shown({ fields: { vision: given('word '.repeat(5_000), place.office) } });
    expect(letter).toContain('word …\n  (shortened here, kept whole)');
    expect(letter.length).toBeLessThan(4_000);
  });

  test('with an unchanged answer says that nothing has changed', async () => {
    const before = answer(place);
    const { letter } = await shown({ version: 2, previous: await desk.store.putJson(before) });
    expect(letter).toContain('Nothing has changed since the version before.');
  });

  test('of one letter for several requests sets the words of each under its title', async () => {
    const order = await kinds.find(([about]) => about === 'one letter for two requests')![1](place);
    const { letter } = await desk.preview(order);
    const [draft, final] = [
      'Draft smart city action plan of Phnom Penh\n===',
      'Final smart city action plan of Phnom Penh\n===',
    ];
    expect(letter.indexOf(draft)).toBeGreaterThan(0);
    expect(letter.slice(letter.indexOf(draft), letter.indexOf(final))).toContain('Still needed');
    expect(letter.slice(letter.indexOf(final))).toContain('departs from a rule');
  });

  test('carries nothing from outside as a header, as markup or as a line that turns the writing round', async () => {
    const hostile = '<img src=x onerror=alert(1)>\r\nBcc: all@victims.example\u202egnp.exe';
    const order = await receipt(
      place,
      [
        {
          submission: answer(place, {
            fields: {
              vision: given(hostile, place.office, { written: hostile, sure: 'likely', document: hostile }),
              targets: given(hostile, place.office, { document: 'other' }),
            },
            problems: [{ field: 'plan-period', value: hostile, sentence: hostile }],
            parts: [part(place.office, 'd1', [hostile])],
          }),
          received: { next: 'incomplete' },
        },
      ],
      { came: [{ ...attachments[0]!, name: hostile }] },
    );
    const composer = await createComposer({ store: desk.store, dataDir: 'data' });
    const { view } = await composer.compose(order);
    expect(renderHtml(view)).not.toMatch(/<img|\u202e/);
    expect(view.subject).not.toContain('Bcc');
    const { letter } = await desk.preview(order);
    expect(letter).not.toMatch(/\u202e|\r/);
    expect(letter).toContain('“<img src=x onerror=alert(1)> Bcc: all@victims.examplegnp.exe”: 1.2 MB; taken');
  });

  test('lists thirty attachments at most, a long name with its ending', async () => {
    const came = Array.from({ length: 40 }, (_, i) => ({
      ...attachments[0]!,
      name: `${'a'.repeat(200)}${i}.pdf`,
    }));
    const { letter } = await shown({}, { came });
    expect(letter.match(/: 1\.2 MB; taken/g)).toHaveLength(30);
    expect(letter).toContain('0.pdf”');
    expect(letter).toContain('Further attachments, not listed here: 10');
  });

  test('of which the lines are filled in where it is not marked as quoted, is read as it was filled in', async () => {
    const partly = {
      missing: [],
      problems: [{ field: 'focus-areas', value: 'Roads', sentence: '“Focus areas” says “Roads”.' }],
    };
    const { letter } = await shown(partly, {}, 'incomplete');
    const filled = letter.replace(
      'Focus areas: (for example: Quality',
      'Focus areas: Civic and social (for example: Quality',
    );
    const form = (await loadForms('data')).get('action-plan')!;
    expect(readAnswer(form, filled).fields['focus-areas']).toEqual(['civic-and-social']);
  });

  test('has no label of its own that a form asks, so that a copy of it is no answer', async () => {
    const templates = await loadTemplates('data');
    const forms = [...(await loadForms('data')).values()];
    for (const language of ['en', 'vi'] as const) {
      const { asked, due, answerOf, thisAnswer, next, added } = templates.words(language).receipt;
      const asks = new Set(
        forms.flatMap((form) => form.fields.map((field) => fold(labelOf(field, language)))),
      );
      expect(
        [asked, due, answerOf, thisAnswer, next, added].filter((label) => asks.has(fold(label))),
      ).toEqual([]);
    }
  });
});
