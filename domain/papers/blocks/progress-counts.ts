/** Progress in figures: the projects by focus area and status (facts: the 2022 monitoring report counts so). */
import { listOf, numbersOf, textOf } from '../answers.js';
import type { Block, Line } from '../block.js';
import type { PaperYear } from '../year.js';
import { answersOf, citiesInOrder } from '../year.js';

/** A project's status as papers word it. */
export const statusNames: Record<string, string> = {
  planning: 'Planning',
  ongoing: 'Ongoing',
  completed: 'Completed',
};

interface Project {
  focusArea: string;
  status: string;
}

export function progressCounts(year: PaperYear): Block {
  const reports = answersOf(year, 'progress');
  const projects = reports.flatMap(({ submission }) =>
    numbersOf(submission, 'project').map((n): Project => ({
      focusArea: listOf(submission, `project.${n}.focus-area`)[0] ?? '',
      status: textOf(submission, `project.${n}.status`) ?? '',
    })),
  );
  const known = year.network.focusAreas.map((area) => area.id);
  const rows = year.network.focusAreas.map(({ id, name }) =>
    countRow(
      name.en,
      id,
      projects.filter((project) => project.focusArea === id),
    ),
  );
  const others = projects.filter((project) => !known.includes(project.focusArea));
  if (others.length) rows.push(countRow('Not stated', 'not-stated', others));
  rows.push(countRow('All focus areas', 'all', projects));
  const cities = citiesInOrder(year).length;
  return {
    lines: [
      {
        text: `Cities that reported: ${reports.length} of ${cities}. Projects reported: ${projects.length}.`,
        source: { of: 'progress', field: 'reports' },
      },
    ],
    tables: [
      {
        title: 'Projects by focus area and status',
        columns: ['Focus area', ...Object.values(statusNames), 'Not stated', 'Total'],
        rows,
      },
    ],
  };
}

function countRow(title: string, id: string, projects: Project[]): Line[] {
  const figure = (field: string, n: number): Line => ({
    text: String(n),
    source: { of: 'progress', field: `${id}.${field}` },
  });
  const statuses = Object.keys(statusNames);
  return [
    { text: title, source: { of: 'progress', field: id } },
    ...statuses.map((status) =>
      figure(status, projects.filter((project) => project.status === status).length),
    ),
    figure('not-stated', projects.filter((project) => !statuses.includes(project.status)).length),
    figure('total', projects.length),
  ];
}
