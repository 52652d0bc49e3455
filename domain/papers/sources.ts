/** The annex of a paper: every source with the statements that go back to it. */
import type { Paper, Statement } from '../paper.js';
import { statementsOf } from '../paper.js';
import { range } from './version.js';

export interface SourceLine {
  /** “Draft action plan of Da Nang, version 2”. */
  name: string;
  /** By which the record is found: `action-plan/da-nang`. */
  id: string;
  /** `2.3–2.6, 2.140–2.143`. */
  statements: string;
  /** Offices that changed words among these statements. */
  changedBy: string;
}

/** In the order in which the sources first appear; an empty cell says nothing and needs none. */
export function sourcesOf(paper: Paper): SourceLine[] {
  const names = paper.names ?? {};
  const sources = new Map<string, { name: string; id: string; runs: Statement[][] }>();
  let before: string | undefined;
  for (const statement of statementsOf(paper).filter(({ text }) => text !== '')) {
    const { of, version } = statement.source ?? { of: '' };
    const key = `${of}|${version}`;
    const words = of === '' ? 'No source recorded' : (names[of] ?? of);
    const known = sources.get(key) ?? {
      name: version === undefined ? words : `${words}, version ${version}`,
      id: of,
      runs: [],
    };
    sources.set(key, known);
    const run = known.runs.at(-1);
    if (run && before === key && itemOf(run[0]!) === itemOf(statement)) run.push(statement);
    else known.runs.push([statement]);
    before = key;
  }
  return [...sources.values()].map(({ name, id, runs }) => ({
    name,
    id,
    statements: runs.map(range).join(', '),
    changedBy: [...new Set(runs.flat().flatMap(({ changedBy }) => changedBy ?? []))]
      .map((office) => names[office] ?? office)
      .join(', '),
  }));
}

const itemOf = ({ id }: Statement): string => id.slice(0, id.lastIndexOf('.'));
