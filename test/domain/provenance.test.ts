import { describe, expect, test } from '@jest/globals';
import type { Decision } from '../../domain/decision.js';
import type { Paper, Statement } from '../../domain/paper.js';
import { statementsOf } from '../../domain/paper.js';
import { buildPaper } from '../../domain/papers/build.js';
import { revise } from '../../domain/papers/version.js';
import type { ClearedVersion, PaperVersion } from '../../domain/provenance.js';
import {
  clearancesOf,
  decisionsOn,
  fieldsBehind,
  findInPapers,
  inRanges,
  originOf,
  usesOf,
  whatIsAsked,
  wordingsOf,
} from '../../domain/provenance.js';
import type { SubmittedField } from '../../domain/submission.js';
import { yearWith } from './papers/year.js';

const versionOf = (paper: Paper, more: Partial<PaperVersion> = {}): PaperVersion => ({
  ...{ paper, document: `document ${paper.id} ${paper.version}`, pdf: 'pdf', at: '2018-10-01T00:00:00Z' },
  place: { workflow: 'ascn/cycle/2018/session/jcm-autumn', event: 18 },
  ...more,
});

const item = (id: string, statements: Statement[]) => ({
  ...{ id, title: `Title of ${id}`, actionRequested: 'For noting' },
  ...{ statements, tables: [] },
});

/** A paper with items of so many statements each. */
const paperOf = (id: string, body: string, date: string, counts: number[], version = 1): Paper => ({
  ...{ id, number: `ASCN/2018/${id.toUpperCase()}/DOC-1`, version, body, bodyName: body, title: id },
  ...{ marking: 'members', chair: 'Singapore', place: 'Singapore', date, changes: [] },
  session: { title: body, date, until: date },
  items: counts.map((count, i) =>
    item(
      `item-${i + 1}`,
      Array.from({ length: count }, (_, n) => ({ id: `${id}:${i + 1}.${n + 1}`, text: `text ${n + 1}` })),
    ),
  ),
});

describe('what somebody types', () => {
  const digest = '2fa25ac27a6062f53e73eccb571c36ac50c507fe669787ce00d658f545cdb98e';
  test.each([
    ['summit', { what: 'paper', name: 'summit' }],
    ['summit:3', { what: 'paper', name: 'summit', place: { item: 3 } }],
    ['Summit-Autumn:3.4', { what: 'paper', name: 'summit-autumn', place: { item: 3, from: 4 } }],
    ['jcm-autumn-v2:1.1', { what: 'paper', name: 'jcm-autumn', version: 2, place: { item: 1, from: 1 } }],
    ['summit:3.7–3.11', { what: 'paper', name: 'summit', place: { item: 3, from: 7, to: 11 } }],
    ['summit:3.7-11', { what: 'paper', name: 'summit', place: { item: 3, from: 7, to: 11 } }],
    [
      'ASCN/2018/SUMMIT-AUTUMN/DOC-1:3.4',
      { what: 'paper', name: 'ascn/2018/summit-autumn/doc-1', place: { item: 3, from: 4 } },
    ],
    [
      'ASCN/2018/SUMMIT-AUTUMN/DOC-1.3',
      { what: 'paper', name: 'ascn/2018/summit-autumn/doc-1', place: { item: 3 } },
    ],
    ['da-nang/action-plan', { what: 'source', id: 'da-nang/action-plan' }],
    ['2018/action-plan/da-nang', { what: 'source', id: 'action-plan/da-nang' }],
    ['ascn/cycle/2018/action-plan/da-nang', { what: 'source', id: 'action-plan/da-nang' }],
    ['decision/jcm-autumn/framework', { what: 'source', id: 'decision/jcm-autumn/framework' }],
    ['2fa25ac27a60', { what: 'letter-in', digest: '2fa25ac27a60' }],
    [`sha256:${digest}`, { what: 'letter-in', digest }],
    ['ASCN/2018/action-plan/da-nang/1', { what: 'letter-out', number: 'ASCN/2018/action-plan/da-nang/1' }],
  ])('%s', (typed, asked) => {
    expect(whatIsAsked(typed)).toEqual(asked);
  });

  test.each(['', 'summit:', 'summit:3.', 'summit:3.7–4.2', 'summit:three', '???', 'the third line'])(
    '“%s” is refused, with what is expected',
    (typed) => {
      expect(() => whatIsAsked(typed)).toThrow(/is none of what can be traced; expected a statement/);
    },
  );
});

describe('a statement in the papers of the year', () => {
  const papers = [
    versionOf(paperOf('summit-autumn', 'Summit', '2018-11-13', [2, 3])),
    versionOf(paperOf('summit-spring', 'Summit', '2018-04-28', [2, 3, 4])),
    versionOf(paperOf('jcm-autumn', 'JCM', '2018-10-15', [2, 5], 1)),
    versionOf(paperOf('jcm-autumn', 'JCM', '2018-10-15', [2, 4], 2)),
  ];
  const find = (typed: string) => {
    const asked = whatIsAsked(typed);
    if (asked.what !== 'paper') throw new Error(`${typed} names no paper.`);
    const { version, statements, others } = findInPapers(papers, asked);
    return [version.paper.id, version.paper.version, statements.map(({ id }) => id.split(':')[1]), others];
  };

  test.each([
    ['summit:2.3', ['summit-autumn', 1, ['2.3'], ['summit-spring']]],
    ['summit:3.1', ['summit-spring', 1, ['3.1'], ['summit-autumn']]],
    ['summit-spring:2.3', ['summit-spring', 1, ['2.3'], []]],
    ['ascn/2018/summit-spring/doc-1:1.2', ['summit-spring', 1, ['1.2'], []]],
    ['ASCN-2018-JCM-AUTUMN-DOC-1-v1:1.2', ['jcm-autumn', 1, ['1.2'], []]],
    ['jcm:2', ['jcm-autumn', 2, ['2.1', '2.2', '2.3', '2.4'], []]],
    ['jcm-autumn:2.2–2.4', ['jcm-autumn', 2, ['2.2', '2.3', '2.4'], []]],
    // what a later version has left out is found in the last that has it
    ['jcm-autumn:2.5', ['jcm-autumn', 1, ['2.5'], []]],
    ['jcm-autumn-v1:1', ['jcm-autumn', 1, ['1.1', '1.2'], []]],
  ])('%s', (typed, expected) => {
    expect(find(typed)).toEqual(expected);
  });

  test.each([
    ['summit:12', /summit-autumn .*has no 12\. Its items are:\n {2}1 Title of item-1 \(1\.1–1\.2\)/],
    ['summit-autumn:2.9', /has no 2\.9\. Its items are:/],
    ['jcm-autumn:2.4–2.9', /has no 2\.4–2\.9/],
    ['jcm-autumn-v3:1.1', /jcm-autumn has no version 3; it has: 1, 2\./],
    ['amm:1.1', /There is no paper “amm”\. The papers are:\n {2}summit-autumn: summit-autumn\n/],
  ])('%s is refused, with what there is', (typed, sentence) => {
    expect(() => find(typed)).toThrow(sentence);
  });
});

describe('what a statement came from', () => {
  test.each([
    [
      { of: 'action-plan/da-nang', version: 2, field: 'vision' },
      { from: 'answer', request: 'action-plan/da-nang' },
    ],
    [
      { of: 'progress', field: 'all.total' },
      { from: 'answers', kind: 'progress' },
    ],
    [
      { of: 'decision/jcm-autumn/framework', version: 1 },
      { from: 'decision', session: 'jcm-autumn', item: 'framework' },
    ],
    [
      { of: 'data/papers/summit', field: 'launch.1' },
      { from: 'data', id: 'papers/summit' },
    ],
    [{ of: 'options/sha256:e7eec3a4' }, { from: 'options' }],
  ])('%j', (source, origin) => {
    expect(originOf({ id: 'summit:1.1', text: '', source })).toMatchObject(origin);
  });

  test('is nothing where none is named, and no answer where the words are those for a missing one', () => {
    expect(originOf({ id: 'summit:1.1', text: '' })).toEqual({ from: 'nothing' });
    const missing = { id: 'summit:1.1', text: 'Not available.', missing: true };
    expect(originOf({ ...missing, source: { of: 'progress/hanoi' } })).toMatchObject({ missing: true });
    expect(originOf({ ...missing, missing: false, source: { of: 'progress/hanoi' } })).toMatchObject({
      missing: false,
    });
  });

  const field = (letter: string): SubmittedField => ({
    ...{ value: letter, letter, from: 'csco-da-nang', at: '2018-08-22T08:27:03Z' },
  });
  const fields = { vision: field('a'), 'project.1.title': field('b'), 'project.2.title': field('c') };
  test.each([
    ['vision', true, ['vision']],
    ['project', true, ['project.1.title', 'project.2.title']],
    ['project.2.title', true, ['project.2.title']],
    ['member', false, ['vision', 'project.1.title', 'project.2.title']],
    [undefined, false, ['vision', 'project.1.title', 'project.2.title']],
  ])('the fields of an answer behind “%s”', (named, exact, keys) => {
    const behind = fieldsBehind({ fields }, named);
    expect([behind.exact, behind.fields.map(([key]) => key)]).toEqual([exact, keys]);
  });
});

describe('where an answer was used', () => {
  const first = buildPaper(yearWith(), false);
  const vision = statementsOf(first).find(({ source }) => source?.field === 'vision' && source.version)!;
  const request = vision.source!.of;
  const second = revise(
    first,
    [{ statement: vision.id, text: 'In other words' }],
    'secretariat-sg',
    'A member proposed it.',
    '2018-10-05',
  );
  const papers = [
    versionOf(first),
    versionOf(second, { changedBy: 'secretariat-sg', why: 'A member proposed it.' }),
  ];

  test('is told by the last version of each paper, with the words of the versions before', () => {
    const [used] = usesOf(papers, request);
    expect(used?.versions).toEqual([1, 2]);
    expect(used?.version.paper.version).toBe(2);
    expect(used?.uses.find(({ id }) => id === vision.id)).toEqual({
      ...{ id: vision.id, text: 'In other words', field: 'vision', answer: vision.source!.version },
      wordings: [
        { version: 1, text: vision.text },
        { version: 2, text: 'In other words', changedBy: 'secretariat-sg', why: 'A member proposed it.' },
      ],
    });
    expect(
      used?.uses.every(
        ({ id }) => statementsOf(second).find((each) => each.id === id)?.source?.of === request,
      ),
    ).toBe(true);
  });

  test('leaves out empty cells, and papers that do not use it', () => {
    const all = usesOf([...papers, versionOf(paperOf('amm', 'AMM', '2018-08-02', [2]))], request);
    expect(all.map(({ version }) => version.paper.id)).toEqual([first.id]);
    expect(all[0]?.uses.filter(({ text }) => text === '')).toEqual([]);
    expect(usesOf(papers, 'action-plan/atlantis')).toEqual([]);
  });

  test('tells figures that are counted from all answers of its kind, by their first and last', () => {
    const counted: Paper = paperOf('annual-report', 'ASCN', '2018-12-05', [0]);
    counted.items[0]!.statements = [1, 2, 3, 5].map((n) => ({
      ...{ id: `annual-report:1.${n}`, text: `${n}`, source: { of: 'progress', field: 'all.total' } },
    }));
    const [used] = usesOf([versionOf(counted)], 'progress/hanoi');
    expect(used?.uses).toEqual([]);
    expect(inRanges(used?.counted ?? [])).toBe('1.1–1.3, 1.5');
    expect(inRanges(['a:1.2', 'a:2.3'])).toBe('1.2, 2.3');
  });

  test('a wording is told once for the versions in which it stayed', () => {
    const third = versionOf({ ...second, version: 3 });
    expect(wordingsOf([...papers, third], vision.id).map(({ version }) => version)).toEqual([1, 2]);
  });
});

describe('who cleared a paper, and who decided', () => {
  const paper = paperOf('jcm-autumn', 'JCM', '2018-10-15', [1, 1], 2);
  const versions = [versionOf({ ...paper, version: 1 }), versionOf(paper)];
  const round = (text: string, document: string): ClearedVersion => ({
    ...{ text, paper: document, round: 1, cutOff: '2018-10-03', outcome: 'cleared', positions: [] },
    ...{ place: { workflow: text, event: 1 }, silenceIsAgreement: true },
  });

  test('only the rounds count in which the members had a version of it, in their order', () => {
    const rounds = [
      round('jcm-autumn-returned-1', versions[1]!.document),
      round('acc-autumn', 'another'),
      round('jcm-autumn', versions[0]!.document),
    ];
    expect(clearancesOf(rounds, versions).map(({ text }) => text)).toEqual([
      'jcm-autumn',
      'jcm-autumn-returned-1',
    ]);
  });

  test('only the decisions of its session on the item count', () => {
    const decision = (session: string, on: string) => ({
      decision: { session, item: on } as Decision,
      place: { workflow: session, event: 1 },
    });
    const mine = decision('jcm-autumn', 'item-2');
    const all = [decision('jcm-autumn', 'item-1'), mine, decision('jcm-spring', 'item-2')];
    expect(decisionsOn(all, paper, paper.items[1]!)).toEqual([mine]);
  });
});
