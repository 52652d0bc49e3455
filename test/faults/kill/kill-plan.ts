/** When what is killed: a seeded plan, so that a run can be repeated. */
import { chance, oneOf } from '../../../client/rehearsal/chance.js';
import type { Part } from './installation.js';
import type { Point } from './self-kill.js';

/** What the test sees happen: it kills at the n-th one, some milliseconds later. */
export type Sight =
  'letter taken' | 'letter answered' | 'answer under way' | 'answer accepted' | 'update under way';

export type Moment =
  | { is: 'the clock'; ms: number }
  | { is: 'inside'; of: 'worker' | 'mailroom'; point: Point }
  | { is: 'seen'; sight: Sight; nth: number; ms: number };

export interface Kill {
  n: number;
  parts: Part[];
  /** It is due when so many letters have come in; then its moment is waited for. */
  letters: number;
  moment: Moment;
}

const everything: Part[] = ['engine', 'worker', 'mailroom'];

/** The parts that are killed, by how often. The worker has most to lose. */
const targets: Part[][] = [
  ['worker'],
  ['worker'],
  ['worker'],
  ['worker'],
  ['mailroom'],
  ['mailroom'],
  ['engine'],
  ['engine'],
  everything,
  everything,
];

const sights: Record<string, Sight[]> = {
  worker: ['letter taken', 'letter taken', 'letter answered', 'answer accepted', 'update under way'],
  mailroom: ['answer under way', 'answer under way', 'answer accepted'],
  engine: ['letter taken', 'answer under way', 'answer accepted', 'update under way'],
};

/** A year has some more letters than this: the last kill is due before the year's last letters. */
const lettersAYear = 150;

/**
 * Spreads kills over a year, by its letters: where much happens, much is killed. One in five follows the one before
 * at once, while everything is still coming back.
 *
 * @param count how many
 * @param over how many letters they are spread over
 * @param unseen what does not happen there, and can be no kill's moment
 */
export function planKills(
  seed: number,
  count: number,
  { over = lettersAYear, unseen = [] }: { over?: number; unseen?: Sight[] } = {},
): Kill[] {
  const kills: Kill[] = [];
  for (let n = 0; n < count; n += 1) {
    const of = (matter: string) => chance(seed, 'kill', n, matter);
    const parts = oneOf(targets, seed, 'kill', n, 'parts');
    const before = kills.at(-1);
    const letters =
      before && of('burst') < 0.2 ? before.letters : Math.floor((over * (n + of('letters'))) / count);
    kills.push({ n, parts, letters, moment: momentOf(seed, n, parts, unseen) });
  }
  return kills;
}

function momentOf(seed: number, n: number, parts: Part[], unseen: Sight[]): Moment {
  const of = (...matter: string[]) => chance(seed, 'kill', n, ...matter);
  const nth = 1 + Math.floor(of('nth') * 3);
  const way = of('way');
  if (way < 0.2) return { is: 'the clock', ms: Math.floor(of('ms') * 8000) };
  const inside =
    parts.length === 1 ? parts[0]! : oneOf(['worker', 'mailroom'] as const, seed, 'kill', n, 'inside');
  if (way < 0.6 && inside !== 'engine') {
    const around = oneOf(
      inside === 'worker'
        ? (['ledger entry', 'ledger entry', 'document', 'activity'] as const)
        : (['ledger entry', 'document'] as const),
      seed,
      'kill',
      n,
      'around',
    );
    const side = oneOf(['before', 'after'] as const, seed, 'kill', n, 'side');
    return { is: 'inside', of: inside, point: { around, side, nth } };
  }
  const seen = sights[inside]!.filter((each) => !unseen.includes(each));
  const sight = oneOf(seen, seed, 'kill', n, 'sight');
  // one in two at the very moment, before anything else can happen
  const ms = of('later') < 0.5 ? 0 : Math.floor(of('ms') * 60);
  return { is: 'seen', sight, nth, ms };
}

/** One kill in words: `worker, before ledger entry 3`. */
export function inWords({ parts, moment }: Kill): string {
  const what = parts.length === 1 ? parts[0]! : 'everything';
  if (moment.is === 'the clock') return `${what}, ${moment.ms} ms later by the clock`;
  if (moment.is === 'inside')
    return `${what}, ${moment.point.side} ${moment.point.around} ${moment.point.nth} of the ${moment.of}`;
  return `${what}, ${moment.ms} ms after ${moment.sight} ${moment.nth}`;
}
