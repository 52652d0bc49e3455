import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changesBetween, replacesEarlier } from '../../domain/submission-changes.js';
import type { SubmittedField } from '../../domain/submission.js';

const given = (value: string | string[], letter = 'd1'): SubmittedField => ({
  value,
  letter,
  from: 'csco-da-nang',
  at: '2018-05-14T02:00:00Z',
});

test('what was changed, added and left out is told, with what it was; what is given again the same is not', () => {
  const before = { fields: { vision: given('Green'), areas: given(['a', 'b']), period: given('2018') } };
  const now = {
    fields: { vision: given('Blue', 'd2'), areas: given(['a', 'b'], 'd2'), targets: given('Half') },
  };
  expect(changesBetween(before, now)).toEqual([
    { key: 'vision', before: given('Green'), now: given('Blue', 'd2') },
    { key: 'targets', now: given('Half') },
    { key: 'period', before: given('2018') },
  ]);
});

test('the changes make the new version of the old one, and are none where the two are the same', () => {
  const fields = fc.dictionary(
    fc.constantFrom('vision', 'areas', 'project.1.title', 'project.2.title'),
    fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 1 })).map((value) => given(value)),
  );
  fc.assert(
    fc.property(fields, fields, (one, other) => {
      const made = { ...one };
      for (const { key, now } of changesBetween({ fields: one }, { fields: other })) {
        if (now) made[key] = now;
        else delete made[key];
      }
      const said = (each: typeof one) =>
        Object.entries(each)
          .map(([key, { value }]) => `${key} ${[value].flat().join('\n')}`)
          .sort();
      expect(said(made)).toEqual(said(other));
      expect(changesBetween({ fields: one }, { fields: one })).toEqual([]);
    }),
  );
});

test('an answer replaces the earlier one where nothing of its parts was kept', () => {
  const part = { letter: 'd1', from: 'csco-da-nang', at: '2018-05-14T02:00:00Z', text: '' };
  expect(replacesEarlier({ parts: [part] })).toBe(false);
  expect(replacesEarlier({ previous: 'sha256:1', parts: [part, part] })).toBe(false);
  expect(replacesEarlier({ previous: 'sha256:1', parts: [part] })).toBe(true);
});
