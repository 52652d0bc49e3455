import { describe, expect, test } from '@jest/globals';
import { statementsOf } from '../../../domain/paper.js';
import { buildPaper } from '../../../domain/papers/build.js';
import { recordedDecisions } from '../../../domain/papers/recorded-decisions.js';
import { nextVersion, revise, withEarlierChanges } from '../../../domain/papers/version.js';
import { wordedDays } from '../../../domain/papers/worded-date.js';
import { accepted, answer, planOfDaNang, yearWith } from './year.js';

const first = buildPaper(yearWith(), false);
const visionId = statementsOf(first).find(({ text }) => text.startsWith('Thành phố'))!.id;

describe('a new version after an item was returned', () => {
  const hanoi = answer('final-action-plan', {
    vision: 'Thủ đô xanh',
    'focus-areas': ['quality-environment'],
    targets: 'Cleaner air',
    'project.1.title': 'Air quality stations',
    'project.2.title': 'Cycle lanes',
  });
  const requests = yearWith().requests.map((request) =>
    request.subject === 'hanoi' ? accepted('final-action-plan', 'hanoi', hanoi) : request,
  );
  const second = nextVersion(first, buildPaper(yearWith({ requests }), false), 2, 'Hanoi is to be heard.');

  test('says first why it was written, and then what changed', () => {
    expect(second.version).toBe(2);
    expect(second.changes[0]).toBe('Reason for this version: Hanoi is to be heard.');
    expect(second.changes).toContainEqual(
      expect.stringContaining('now reads “Thủ đô xanh”; before: “Not available at the time of writing.”'),
    );
    expect(second.changes).toContainEqual(expect.stringMatching(/is new: “Hanoi · Cycle lanes”/));
    expect(second.changes.join(' ')).not.toContain('Da Nang');
  });

  test('keeps the ids of what stayed, and gives new lines numbers never used before', () => {
    const before = new Map(statementsOf(first).map(({ id, text }) => [id, text]));
    for (const { id, text, source } of statementsOf(second)) {
      if (source?.of === 'final-action-plan/da-nang') expect(before.get(id)).toBe(text);
    }
    const ids = statementsOf(second).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(before.has(statementsOf(second).find(({ text }) => text === 'Cycle lanes')!.id)).toBe(false);
  });

  test('says so when nothing differs', () => {
    expect(nextVersion(first, buildPaper(yearWith(), false), 2).changes).toEqual([
      'No line or figure differs from the version before.',
    ]);
  });
});

describe('words changed by a person', () => {
  const revised = revise(
    first,
    [{ statement: visionId, text: 'Thành phố đáng sống' }],
    'secretariat-sg',
    'Wording agreed by the members.',
    '2018-10-05',
  );
  const vision = statementsOf(revised).find(({ id }) => id === visionId)!;

  test('stand beside what was submitted, with who changed them', () => {
    expect(vision).toMatchObject({
      text: 'Thành phố đáng sống',
      submitted: 'Thành phố môi trường, thông minh',
      changedBy: 'secretariat-sg',
    });
    expect(revised).toMatchObject({ version: 2, date: '2018-10-05' });
    expect(revised.changes).toEqual([
      'Reason for this version: Wording agreed by the members.',
      `${visionId.split(':')[1]} now reads “Thành phố đáng sống”; before: “Thành phố môi trường, thông minh”.`,
    ]);
  });

  test('are told as the submitted ones again when they are put back', () => {
    const back = revise(
      revised,
      [{ statement: visionId, text: 'Thành phố môi trường, thông minh' }],
      'nr-vn',
      '',
      '2018-10-06',
    );
    expect(statementsOf(back).find(({ id }) => id === visionId)).toEqual(
      statementsOf(first).find(({ id }) => id === visionId),
    );
  });

  test('survive when the paper is assembled again, until the city answers anew', () => {
    expect(nextVersion(revised, buildPaper(yearWith(), false), 3).changes).toEqual([
      'No line or figure differs from the version before.',
    ]);
    const fields = Object.fromEntries(
      Object.entries(planOfDaNang.fields).map(([id, { value }]) => [id, value]),
    );
    const anew = accepted(
      'final-action-plan',
      'da-nang',
      answer('final-action-plan', { ...fields, vision: 'A new vision' }, 3),
    );
    const requests = yearWith().requests.map((request) =>
      request.kind === anew.kind && request.subject === anew.subject ? anew : request,
    );
    const third = nextVersion(revised, buildPaper(yearWith({ requests }), false), 3);
    expect(statementsOf(third).find(({ id }) => id === visionId)).toMatchObject({ text: 'A new vision' });
  });

  test('go on into the paper for the next body', () => {
    const session = { ...yearWith().session, id: 'acc-autumn' };
    const next = withEarlierChanges(buildPaper(yearWith({ session }), false), [revised]);
    expect(statementsOf(next).map(({ text }) => text)).toContain('Thành phố đáng sống');
  });

  test.each([
    [[{ statement: 'jcm-autumn:9.9', text: 'x' }], /no statement “jcm-autumn:9\.9”/],
    [[{ statement: visionId, text: '  ' }], /new text of “jcm-autumn:.*” is empty/],
    [
      [
        { statement: visionId, text: 'a' },
        { statement: visionId, text: 'b' },
      ],
      /given twice/,
    ],
  ])('are refused in words: %j', (edits, sentence) => {
    expect(() => revise(first, edits, 'secretariat-sg', '', '2018-10-05')).toThrow(sentence);
  });
});

test('the record of a body is read as decisions on the paper’s items', () => {
  const record = answer('body-record', {
    record: 'Report of the JCM',
    'item.1.title': '2. ASEAN Smart Cities Framework',
    'item.1.decision': 'Endorsed.',
    'item.1.paragraph': '14',
    'item.2.title': 'Progress',
    'item.2.decision': 'returned',
    'item.2.paragraph': '15',
    'item.2.remarks': 'Figures by country are wanted.',
    'item.3.title': 'Another matter',
    'item.3.decision': 'noted',
  });
  const items = [
    { id: 'progress', title: 'Report on progress', actionRequested: 'For noting' },
    { id: 'framework', title: 'ASEAN Smart Cities Framework', actionRequested: 'For endorsement' },
  ];
  const common = { basis: 'in session', finality: 'final', record: 'Report of the JCM' };
  expect(recordedDecisions(record, items)).toEqual([
    { ...common, item: 'framework', verb: 'endorsed', paragraph: '14' },
    {
      ...common,
      item: 'progress',
      verb: 'returned',
      paragraph: '15',
      remarks: 'Figures by country are wanted.',
    },
  ]);
});

test.each([
  ['2018-07-08', '2018-07-08', '8 July 2018'],
  ['2018-05-22', '2018-05-25', '22–25 May 2018'],
  ['2018-07-30', '2018-08-04', '30 July – 4 August 2018'],
  ['2018-12-30', '2019-01-02', '30 December 2018 – 2 January 2019'],
])('the days from %s to %s are worded %s', (date, until, words) => {
  expect(wordedDays(date, until)).toBe(words);
});
