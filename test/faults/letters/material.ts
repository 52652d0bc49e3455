/** The messages that the plan chooses from. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../../workers/project.js';
import { hostile } from '../../../bench/mail/hostile.js';
import type { Material } from './plan.js';

const folder = join(projectRoot(), 'test', 'mail', 'verdict');

/** What no reader takes for a letter, whatever else it says. */
const refused = [
  ...['a million parts', 'parts 20,000 deep', 'a million headers'],
  ...['an endless header', 'an endless folded header', 'null bytes'],
];

/** Messages of `test/mail/verdict/`, by what `expected.yaml` there says of them. */
export function loadMaterial(): Material {
  const expected = parse(readFileSync(join(folder, 'expected.yaml'), 'utf8')) as Record<
    string,
    { kind: string; promised?: string }
  >;
  const of = (kind: string, promises?: boolean): string[] =>
    Object.entries(expected)
      .filter(
        ([, is]) => is.kind === kind && (promises === undefined || promises === (is.promised !== undefined)),
      )
      .map(([name]) => name);
  return {
    promises: of('acknowledgement', true),
    machine: [of('auto-reply'), of('delay'), of('read-receipt'), of('calendar-reply')],
    aside: [of('bounce'), of('complaint'), of('challenge'), of('empty'), of('acknowledgement', false)],
    hostile: refused,
  };
}

export const messageOf = (name: string): Buffer => readFileSync(join(folder, `${name}.eml`));

export function hostileOf(name: string): Buffer {
  const made = hostile[name]!();
  return typeof made === 'string' ? Buffer.from(made) : Buffer.from(made);
}
