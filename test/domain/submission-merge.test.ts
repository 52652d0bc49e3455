import { describe, expect, test } from '@jest/globals';
import { readAnswer } from '../../domain/answer.js';
import { merge } from '../../domain/submission-merge.js';
import type { Submission } from '../../domain/submission.js';
import { form } from './forms.js';

const request = 'ascn/cycle/2018/progress/da-nang';
const at = '2018-05-03T02:00:00Z';

function part(id: string, text: string, previous?: Submission, replaces = false): Submission {
  const before = previous && {
    submission: previous,
    document: `sha256:${String(previous.version).repeat(64)}`,
  };
  const letter = `letter-${(previous?.version ?? 0) + 1}`;
  return merge(
    before,
    {
      request,
      answer: readAnswer(form(id), text),
      letter,
      from: 'csco-da-nang',
      at,
      replaces,
      version: (previous?.version ?? 0) + 1,
    },
    form(id),
  );
}

describe('an answer in two parts', () => {
  const first = part('progress', 'Project 1 title: Clean river\nProject 1 focus area: Quality environment');
  const second = part(
    'progress',
    'Project 1 status: ongoing\nProject 1 progress: Half of it\nProject 1 title: Clean rivers',
    first,
  );

  test('names what is still missing after the first', () => {
    expect(first).toMatchObject({ version: 1, missing: ['project.1.status', 'project.1.note'] });
    expect(first.previous).toBeUndefined();
  });

  test('is complete after the second, with each field’s letter; what is given again counts as given last', () => {
    expect(second).toMatchObject({ version: 2, missing: [], previous: `sha256:${'1'.repeat(64)}` });
    expect(second.fields['project.1.focus-area']).toMatchObject({
      value: 'quality-environment',
      letter: 'letter-1',
    });
    expect(second.fields['project.1.title']).toMatchObject({ value: 'Clean rivers', letter: 'letter-2' });
    expect(second.parts.map(({ letter }) => letter)).toEqual(['letter-1', 'letter-2']);
    expect(first.fields['project.1.title']?.value).toBe('Clean river');
  });

  test('that replaces what was sent keeps nothing of it but the version before', () => {
    const replaced = part('progress', 'Project 1 title: Another', second, true);
    expect(replaced).toMatchObject({ version: 3, previous: `sha256:${'2'.repeat(64)}` });
    expect(Object.keys(replaced.fields)).toEqual(['project.1.title']);
    expect(replaced.parts).toHaveLength(1);
  });
});

test('of a group at least one entry is asked, and every entry begun is to be complete', () => {
  expect(part('body-record', 'Adopted record: Report').missing).toEqual([
    'item.1.title',
    'item.1.decision',
    'item.1.paragraph',
  ]);
  const two =
    'Item 1 title: Plans\nItem 1 decision: noted\nItem 1 paragraph: 4\nItem 3 title: Framework\nItem 3 decision: Returned';
  expect(part('body-record', `Adopted record: Report\n${two}`).missing).toEqual([
    'item.3.paragraph',
    'item.3.remarks',
  ]);
});

test('an objection needs its reason, an agreement does not', () => {
  expect(part('clearance', 'Position: Agree').missing).toEqual([]);
  expect(part('clearance', 'Position: Object').missing).toEqual(['comment']);
});

test('a problem stays until the field is given rightly', () => {
  const wrong = part('partner-offer', 'Number of cities: some');
  expect(wrong.problems.map(({ field }) => field)).toEqual(['places']);
  expect(wrong.missing).toContain('places');
  const other = part('partner-offer', 'Support offered: Funding', wrong);
  expect(other.problems).toHaveLength(1);
  const right = part('partner-offer', 'Number of cities: 2', other);
  expect(right.problems).toEqual([]);
  expect(right.missing).toEqual(['focus-areas']);
});
