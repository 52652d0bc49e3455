/** Progress, one row for each project, as the cities reported it. */
import { focusAreaNames, listOf, numbersOf, textOf } from '../answers.js';
import type { Block, Line } from '../block.js';
import { emptyCell, missingAnswer } from '../block.js';
import type { PaperYear } from '../year.js';
import { citiesInOrder, requestOf } from '../year.js';
import { statusNames } from './progress-counts.js';

export function progressByProject(year: PaperYear): Block {
  const rows = citiesInOrder(year).flatMap(({ city }): Line[][] => {
    const name: Line = { text: city.name, source: { of: `data/${city.membership.source}`, field: 'name' } };
    const submission = requestOf(year, 'progress', city.id)?.submission;
    const of = `progress/${city.id}`;
    const numbers = submission ? numbersOf(submission, 'project') : [];
    if (!submission || !numbers.length) {
      const source = { of, field: 'project', ...(submission && { version: submission.version }) };
      return [[name, missingAnswer(year, source), ...Array.from({ length: 3 }, () => emptyCell(source))]];
    }
    return numbers.map((n) => {
      const cell = (field: string, text: string | undefined): Line => {
        const source = { of, version: submission.version, field: `project.${n}.${field}` };
        return text === undefined ? emptyCell(source) : { text, source };
      };
      const ask = (field: string): string | undefined => textOf(submission, `project.${n}.${field}`);
      const status = ask('status');
      const area = listOf(submission, `project.${n}.focus-area`);
      return [
        name,
        cell('title', ask('title')),
        cell('focus-area', area.length ? focusAreaNames(year.network, area) : undefined),
        cell('status', status && (statusNames[status] ?? status)),
        cell('note', ask('note')),
      ];
    });
  });
  return {
    lines: [],
    tables: [
      {
        title: 'Progress by project',
        columns: ['City', 'Project', 'Focus area', 'Status', 'Progress'],
        rows,
      },
    ],
  };
}
