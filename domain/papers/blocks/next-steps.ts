/** What comes next in each city, in the city's words. */
import { numbersOf, textOf } from '../answers.js';
import type { Block, Line } from '../block.js';
import { missingAnswer } from '../block.js';
import type { PaperYear } from '../year.js';
import { citiesInOrder, requestOf } from '../year.js';

export function nextSteps(year: PaperYear): Block {
  const rows = citiesInOrder(year).flatMap(({ city }): Line[][] => {
    const submission = requestOf(year, 'progress', city.id)?.submission;
    const name: Line = { text: city.name, source: { of: `data/${city.membership.source}`, field: 'name' } };
    const steps = (submission ? numbersOf(submission, 'project') : []).flatMap((n): Line[][] => {
      const next = submission && textOf(submission, `project.${n}.next`);
      if (!submission || !next) return [];
      const source = { of: `progress/${city.id}`, version: submission.version };
      return [
        [
          name,
          {
            text: textOf(submission, `project.${n}.title`) ?? '',
            source: { ...source, field: `project.${n}.title` },
          },
          { text: next, source: { ...source, field: `project.${n}.next` } },
        ],
      ];
    });
    if (steps.length) return steps;
    const source = {
      of: `progress/${city.id}`,
      field: 'next',
      ...(submission && { version: submission.version }),
    };
    return [[name, missingAnswer(year, source), { text: '', source }]];
  });
  return {
    lines: [],
    tables: [{ title: 'What comes next', columns: ['City', 'Project', 'Next steps'], rows }],
  };
}
