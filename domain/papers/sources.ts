/** The annex of a paper: every source with the statements that go back to it. */
import type { Paper, Statement } from '../paper.js';
import { statementsOf } from '../paper.js';
import { range } from './version.js';

export interface SourceLine {
  /** `action-plan/da-nang, version 2`. */
  source: string;
  /** `2.3–2.6, 2.140–2.143`. */
  statements: string;
  /** Offices that changed words among these statements. */
  changedBy: string;
}

/** In the order in which the sources first appear. */
export function sourcesOf(paper: Paper): SourceLine[] {
  const runs = new Map<string, Statement[][]>();
  let before: string | undefined;
  for (const statement of statementsOf(paper)) {
    const source = worded(statement);
    const known = runs.get(source) ?? [];
    const run = known.at(-1);
    if (run && before === source && itemOf(run[0]!) === itemOf(statement)) run.push(statement);
    else runs.set(source, [...known, [statement]]);
    before = source;
  }
  return [...runs].map(([source, groups]) => ({
    source,
    statements: groups.map(range).join(', '),
    changedBy: [...new Set(groups.flat().flatMap(({ changedBy }) => changedBy ?? []))].join(', '),
  }));
}

function worded({ source }: Statement): string {
  if (!source) return 'no source recorded';
  return source.version === undefined ? source.of : `${source.of}, version ${source.version}`;
}

const itemOf = ({ id }: Statement): string => id.slice(0, id.lastIndexOf('.'));
