/** Writes docs/benchmarks.md from the results of all scenarios and from what was noted by hand. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../workers/project.js';
import { inDigits, median, meetsAim, ratioOf } from './figures.js';
import type { Results } from './results.js';
import { readResults, writeFormatted } from './results.js';
import type { Figure, Table } from './scenario.js';
import { scenarios } from './scenarios.js';

const head = `# Measurements

Each section was written by the command that it names, and says when and on what it was run. A figure is the median of its runs, with the least and the greatest beside it. The _floor_ is the least that the same work takes without this project, measured in the same run; the _ratio_ is the figure divided by its floor. \`npm run bench\` runs them all, \`npm run bench -- NAME\` one of them.
`;

export async function writePage(): Promise<void> {
  const results = Object.keys(scenarios).flatMap((name) => readResults(name) ?? []);
  const byHand = await readFile(join(projectRoot(), 'bench', 'single-runs.md'), 'utf8');
  const text = [head, ...results.map(section), byHand].join('\n');
  await writeFormatted(join(projectRoot(), 'docs', 'benchmarks.md'), text);
}

function section(results: Results): string {
  const { title, name, about, floor, figures, tables = [], notes = [] } = results;
  return [
    `## ${title}`,
    about,
    `\`${results.command}\`, ${results.date}, ${results.runs} ${results.runs === 1 ? 'run' : 'runs'}, ${inDigits(results.seconds)} s in all, load before ${results.loadBefore}. ${results.machine}. ${Object.entries(
      results.versions,
    )
      .map(([part, version]) => `${part} ${version}`)
      .join(', ')}.`,
    ...(figures.length > 0 ? [figuresTable(figures)] : []),
    ...(floor ? [`Floor: ${floor}`] : []),
    ...tables.flatMap((table) => [`**${table.title}**`, markdown(table)]),
    ...(notes.length > 0 ? [notes.map((note) => `- ${note}`).join('\n')] : []),
    `<!-- bench/results/${name}.json -->`,
    '',
  ].join('\n\n');
}

function figuresTable(figures: Figure[]): string {
  const withFloor = figures.some(({ floor }) => floor);
  const withAim = figures.some(({ aim }) => aim);
  return markdown({
    columns: [
      'What',
      'Median',
      'Least to greatest',
      ...(withFloor ? ['Floor', 'Ratio'] : []),
      ...(withAim ? ['Aim'] : []),
    ],
    rows: figures.map((figure) => {
      const { what, unit, values, floor } = figure;
      const ratio = ratioOf(figure);
      return [
        what,
        `${inDigits(median(values))} ${unit}`,
        values.length > 1 ? `${inDigits(Math.min(...values))} to ${inDigits(Math.max(...values))}` : '',
        ...(withFloor
          ? [
              floor ? `${inDigits(median(floor))} ${unit}` : '',
              ratio === undefined ? '' : `${ratio.toFixed(2)}×`,
            ]
          : []),
        ...(withAim ? [aimInWords(figure)] : []),
      ];
    }),
  });
}

function aimInWords(figure: Figure): string {
  const { aim, unit } = figure;
  if (!aim) return '';
  const words =
    'atMost' in aim
      ? `at most ${inDigits(aim.atMost)} ${unit}`
      : 'atLeast' in aim
        ? `at least ${inDigits(aim.atLeast)} ${unit}`
        : 'ratioAtMost' in aim
          ? `at most ${aim.ratioAtMost}×`
          : `at least ${aim.ratioAtLeast}×`;
  return `${words}: ${meetsAim(figure) ? 'met' : '**missed**'}`;
}

function markdown({ columns, rows }: Pick<Table, 'columns' | 'rows'>): string {
  const line = (cells: string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
