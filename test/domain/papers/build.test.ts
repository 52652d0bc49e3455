import { describe, expect, test } from '@jest/globals';
import type { Paper } from '../../../domain/paper.js';
import { statementsOf } from '../../../domain/paper.js';
import { withoutConfidential } from '../../../domain/papers/answers.js';
import { buildPaper } from '../../../domain/papers/build.js';
import type { BlockName } from '../../../domain/papers/definition.js';
import { sourcesOf } from '../../../domain/papers/sources.js';
import type { PaperYear } from '../../../domain/papers/year.js';
import { accepted, answer, decision, network, planOfDaNang, yearWith } from './year.js';

const paperOf = (content: BlockName[], over: Partial<PaperYear> = {}): Paper => {
  const year = yearWith(over);
  const items = [{ id: 'item', title: 'The item', actionRequested: 'For noting', intro: [], content }];
  return buildPaper({ ...year, definition: { ...year.definition, items } }, false);
};
const rows = (paper: Paper, table: string): string[][] =>
  (paper.items[0]?.tables.find(({ title }) => title === table)?.rows ?? []).map((row) =>
    row.map(({ text }) => text),
  );
const lines = (paper: Paper): string[] => paper.items[0]!.statements.map(({ text }) => text);

describe('a paper', () => {
  const paper = buildPaper(yearWith(), true);

  test('carries its number, the chair’s name and the title that its body gets', () => {
    expect(paper).toMatchObject({
      number: 'ASCN/2018/JCM-AUTUMN/DOC-1',
      version: 1,
      chair: 'Singapore',
      marking: 'members',
    });
    expect(paper.title).toBe('Report of the Chair, Singapore, to the Joint Consultative Meeting');
    expect(paper.items[0]!.statements[0]!.text).toBe('Plans of 4 cities for 2018–2025.');
  });

  test('numbers every line and cell in the order of print, each id once', () => {
    const ids = statementsOf(paper).map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, i) => `jcm-autumn:1.${i + 1}`));
  });

  test('says for every statement where it came from', () => {
    expect(statementsOf(paper).filter(({ source }) => !source?.of)).toEqual([]);
    expect(statementsOf(paper).find(({ text }) => text.startsWith('Thành phố'))?.source).toEqual({
      of: 'final-action-plan/da-nang',
      version: 2,
      field: 'vision',
    });
    expect(sourcesOf(paper)).toContainEqual(
      expect.objectContaining({
        name: 'Final action plan of Da Nang, version 2',
        id: 'final-action-plan/da-nang',
      }),
    );
  });

  test('tells the reader when it belongs to a rehearsal', () => {
    expect(paper.notice).toContain('rehearsal');
    expect(buildPaper(yearWith(), false)).not.toHaveProperty('notice');
  });

  test('refuses a placeholder that is not known', () => {
    const year = yearWith();
    const wrong = {
      ...year,
      definition: { ...year.definition, titles: { default: 'Report of {minister}' } },
    };
    expect(() => buildPaper({ ...wrong, body: network.bodies[0]! }, false)).toThrow(
      /\{minister\}.*known are: body, chair/,
    );
  });
});

describe('the city action plans', () => {
  const paper = paperOf(['city-action-plans']);

  test('stand by member, each city with its vision, focus areas and number of projects', () => {
    const table = rows(paper, 'The cities and their plans');
    expect(table.map(([city]) => city)).toEqual([
      'Phnom Penh\nភ្នំពេញ',
      'Singapore',
      'Da Nang\nĐà Nẵng',
      'Hanoi\nHà Nội',
    ]);
    expect(table[2]!.slice(1)).toEqual([
      'Viet Nam',
      'Thành phố môi trường, thông minh',
      'Quality environment; Built infrastructure',
      '2',
    ]);
  });

  test('word a missing plan as the body wishes to read it, and keep the request as its source', () => {
    const missing = statementsOf(paper).filter(
      (statement) => statement.missing && statement.source?.of === 'final-action-plan/hanoi',
    );
    expect(missing.length).toBeGreaterThan(0);
    expect(new Set(missing.map(({ text }) => text))).toEqual(
      new Set(['Not available at the time of writing.']),
    );
    const toLeaders = paperOf(['city-action-plans'], { body: network.bodies[3]! });
    expect(rows(toLeaders, 'The cities and their plans')[3]).toEqual([
      'Hanoi\nHà Nội',
      'Viet Nam',
      'To be provided.',
      '',
      '',
    ]);
  });

  test('give the draft of a city whose final plan is missing, and say so', () => {
    expect(lines(paper)).toEqual([
      'For Phnom Penh the draft action plan is given in place of the final one. Not available at the time of writing.',
    ]);
    expect(rows(paper, 'The cities and their plans')[0]![2]).toBe('Better environment');
  });

  test('list the projects with the support sought, and never a budget', () => {
    expect(rows(paper, 'Projects of the cities').slice(2, 4)).toEqual([
      [
        'Da Nang',
        'Intelligent traffic control',
        'Built infrastructure',
        'City budget',
        'Technical; Knowledge',
        '',
      ],
      ['Da Nang', 'Flood warning', 'Quality environment', 'Loan sought', 'Funding', ''],
    ]);
    expect(JSON.stringify(planOfDaNang)).toContain('7,654,321');
    expect(JSON.stringify(paper)).not.toContain('7,654,321');
  });
});

test('what a form keeps confidential is gone before a paper is built, in every group and in the letter’s text', () => {
  const text = { en: '', vi: '' };
  const field = { type: 'text' as const, required: true, label: text, example: text };
  const form = {
    id: 'final-action-plan',
    title: text,
    fields: [
      { ...field, id: 'funding', group: 'project', confidential: true },
      { ...field, id: 'project.budget', group: 'project', confidential: true },
      { ...field, id: 'vision', confidential: true },
      { ...field, id: 'title', group: 'project' },
    ],
  };
  const left = withoutConfidential(planOfDaNang, form);
  expect(Object.keys(left.fields)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/budget|funding|vision/)]),
  );
  expect(Object.keys(left.fields)).toContain('project.3.title');
  expect(JSON.stringify(left)).not.toContain('7,654,321');
});

describe('the other blocks', () => {
  test('progress is counted by focus area and status, and every project has a row', () => {
    const paper = paperOf(['progress-counts', 'progress-by-project']);
    expect(lines(paper)).toEqual(['Cities that reported: 1 of 4. Projects reported: 2.']);
    expect(rows(paper, 'Projects by focus area and status')).toEqual([
      ['Quality environment', '1', '0', '0', '0', '1'],
      ['Built infrastructure', '0', '1', '0', '0', '1'],
      ['All focus areas', '1', '1', '0', '0', '2'],
    ]);
    expect(rows(paper, 'Progress by project')[2]).toEqual([
      'Da Nang',
      'Intelligent traffic control',
      'Built infrastructure',
      'Ongoing',
      '18 of 85 junctions are connected.',
    ]);
  });

  test('the twinning list stands in the order in which the pairs were agreed, without the reasons', () => {
    const paper = paperOf(['twinning-list']);
    expect(rows(paper, 'Twinning list')).toEqual([
      ['1', 'Da Nang\nĐà Nẵng', 'Viet Nam', 'Japan International Cooperation Agency', 'Japan'],
    ]);
    expect(JSON.stringify(paper)).not.toContain('Both work on traffic.');
  });

  test('partners that were asked are listed with what they offered; a partner of later years is not', () => {
    const offer = answer('partner-offer', {
      'focus-areas': ['built-infrastructure'],
      support: ['technical'],
    });
    const asked = paperOf(['outside-partners'], { requests: [accepted('partner-offer', 'jica', offer)] });
    expect(rows(asked, 'Outside partners')).toEqual([
      ['Japan International Cooperation Agency', 'Japan', 'Built infrastructure', 'Technical', 'Da Nang'],
    ]);
    expect(
      rows(paperOf(['outside-partners'], { requests: [] }), 'Outside partners').map(([name]) => name),
    ).toEqual(['Japan International Cooperation Agency']);
  });

  test('decisions of other bodies stand with their paragraph; one that nobody confirmed does not', () => {
    const unconfirmed = decision({ item: 'progress' });
    delete unconfirmed.confirmedBy;
    const session = { ...yearWith().session, id: 'summit-autumn', body: 'Summit' };
    const paper = paperOf(['decisions-before'], { session, decisions: [decision({}), unconfirmed] });
    expect(rows(paper, 'Decisions of the bodies')).toEqual([
      [
        'JCM, 15–16 October 2018',
        'ASEAN Smart Cities Framework',
        'For endorsement',
        'Endorsed',
        'Report of the JCM, paragraph 14',
      ],
    ]);
    expect(statementsOf(paper)[0]!.source).toMatchObject({ of: 'decision/jcm-autumn/framework', version: 1 });
  });

  test('the pilot cities are those nominated, with the office of each Chief Smart City Officer', () => {
    const nomination = answer('nomination', {
      'representative.title': 'Deputy Minister of Construction',
      'city.1.name': 'Hà Nội',
      'city.1.officer.title': 'Director of Planning',
    });
    const paper = paperOf(['pilot-cities'], {
      requests: [
        accepted('nomination', 'vn', nomination),
        { kind: 'nomination', subject: 'kh', state: 'lapsed' },
      ],
    });
    expect(rows(paper, 'Pilot cities')).toContainEqual([
      'Viet Nam',
      'Hà Nội',
      'Hà Nội',
      'Director of Planning',
    ]);
    expect(rows(paper, 'Pilot cities')[0]).toEqual([
      'Cambodia',
      'Not available at the time of writing.',
      '',
      '',
    ]);
    expect(rows(paper, 'National Representatives').at(-1)).toEqual([
      'Viet Nam',
      'Deputy Minister of Construction',
    ]);
  });

  test('the agenda gives each item the number of its document', () => {
    expect(rows(paperOf(['agenda']), 'Agenda')).toEqual([
      ['1', 'The item', 'ASCN/2018/JCM-AUTUMN/DOC-1.1', 'For noting'],
    ]);
  });

  test('the summary record opens without numbers where the first decision takes paragraph 1', () => {
    const paper = paperOf(['summary-record'], { decisions: [decision({ paragraph: '1' })] });
    expect(lines(paper).map((line) => line.slice(0, 12))).toEqual(['The Joint Co', '1. The Meeti']);
  });

  test('in the summary record a decision keeps the paragraph that proves it', () => {
    const paper = paperOf(['summary-record'], {
      decisions: [
        decision({ paragraph: '2' }),
        decision({ item: 'other', paragraph: '9', verb: 'deferred' }),
      ],
    });
    expect(lines(paper)).toEqual([
      '1. The Joint Consultative Meeting was held in Singapore on 15–16 October 2018, under the chairmanship of Singapore.',
      '2. The Meeting considered “ASEAN Smart Cities Framework”, submitted for endorsement. The item was endorsed.',
      '9. The Meeting considered “other”, submitted for endorsement. The item was deferred.',
    ]);
  });

  test('the next chair reads what is open', () => {
    const paper = paperOf(['open-requests', 'year-calendar', 'next-steps']);
    expect(lines(paper)[0]).toBe('Of 5 requests of 2018, 3 were answered and accepted and 2 were not.');
    expect(rows(paper, 'Requests without an accepted answer')).toContainEqual([
      'Final action plan of Hanoi',
      'Not received in time',
    ]);
    expect(rows(paper, 'Dates of 2018').at(-1)).toEqual([
      '15–16 October 2018',
      'Joint Consultative Meeting',
      'Set by secretariat-sg',
    ]);
    expect(rows(paper, 'What comes next')).toContainEqual([
      'Da Nang',
      'Intelligent traffic control',
      'Connect twenty more junctions.',
    ]);
  });

  test('the draft of next year’s calendar stands with how each date is set, in words', () => {
    const draft = { ...yearWith().calendar, year: 2019, dates: yearWith().calendar.dates };
    const paper = paperOf(['next-calendar'], { nextCalendar: draft });
    expect(rows(paper, 'Draft dates of 2019, for review')[0]).toEqual([
      '8 October 2018',
      'Paper cleared',
      '7 days before “Joint Consultative Meeting”',
    ]);
    expect(lines(paperOf(['next-calendar']))).toEqual([
      'No draft of the calendar of 2019 has been drawn up yet.',
    ]);
  });

  test('a public paper words a missing answer neutrally and leaves out partners that made no offer', () => {
    const definition = {
      ...yearWith().definition,
      marking: 'public' as const,
      missingAnswer: 'Information was not available.',
    };
    const requests = [{ kind: 'partner-offer', subject: 'jica', state: 'lapsed' }];
    const paper = paperOf(['outside-partners', 'next-steps'], { definition, requests });
    expect(rows(paper, 'Outside partners')).toEqual([]);
    expect(rows(paper, 'What comes next')[0]?.[1]).toBe('Information was not available.');
  });

  test('comments on the framework stand with the wording proposed', () => {
    const comment = answer('framework-comments', {
      position: 'comment',
      comment: 'Too general.',
      proposal: 'High quality of life for all',
    });
    const paper = paperOf(['framework', 'framework-comments'], {
      requests: [accepted('framework-comments', 'vn', comment)],
    });
    expect(rows(paper, 'Comments on the draft')).toEqual([
      ['Viet Nam', 'Too general.', 'High quality of life for all'],
    ]);
    expect(rows(paper, 'Strategic outcomes')).toEqual([['High quality of life']]);
  });

  test('delegations are listed by office', () => {
    const delegation = answer('delegation', {
      head: 'Deputy Minister',
      members: ['Director, Hanoi', 'Director, Da Nang'],
    });
    const paper = paperOf(['delegations'], { requests: [accepted('meeting-delegation', 'vn', delegation)] });
    expect(rows(paper, 'Delegations').at(-1)).toEqual([
      'Viet Nam',
      'Deputy Minister',
      'Director, Hanoi; Director, Da Nang',
    ]);
  });
});
