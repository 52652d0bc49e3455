import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shortDigest } from '../../domain/short-digest.js';
import type { ToReplay } from '../../workers/replay.js';
import { replayStrictly } from '../../workers/replay.js';
import { builtBundle } from '../setup/engines.js';
import { busyYear } from './busy-year.js';
import type { Change } from './changed-code.js';
import { changed, changesTo, Coverage, lineAt } from './changed-code.js';

/** Changes by which nothing is sent, waited for or decided otherwise in these histories: part of the line, and why. */
const harmless: [string, string][] = [
  ["phases.get(phase.id) === 'running'", 'how a phase stands is shown to whoever asks, and told to nobody'],
  ["state: 'assembling'", 'how a session stands is shown to whoever asks, and told to nobody'],
  ["state: 'decided'", 'the same'],
  ["decision.verb === 'returned'", 'no item was returned'],
  ["as === 'confirmation'", 'no two receipts for one office'],
  ['await settleWithSecretariat();', 'nothing was held for a person'],
  ['await passOn(', 'the answer was no matter for anybody else'],
  // what can be found by what: this server keeps it in the child's own history, and a durable one in the parent's
  ['value !== undefined', 'search attributes of children'],
];

const folder = mkdtempSync(join(tmpdir(), 'ascn-changed-code-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const code = readFileSync(builtBundle(), 'utf8');
/** The changes at places that a history passes, with those histories: the shortest first. */
const passed = new Map<Change, ToReplay[]>();
const untouched: string[] = [];

beforeAll(async () => {
  const length = ({ history }: ToReplay): number => history.events?.length ?? 0;
  const histories = (await busyYear()).sort((a, b) => length(a) - length(b));
  const changes = changesTo(code);
  const coverage = await Coverage.of('workflow-bundle.js');
  const waiting = histories.values();
  for await (const { workflow, differences } of replayStrictly(builtBundle(), histories)) {
    untouched.push(...differences.map(({ event, what }) => `${workflow}, event ${event}: ${what}`));
    const history = waiting.next().value!;
    const isPassed = await coverage.since();
    for (const change of changes)
      if (isPassed(change.at)) passed.set(change, [...(passed.get(change) ?? []), history]);
  }
  await coverage.close();
}, 240_000);

/** What strict replay says first of the changed code; undefined where it finds nothing. */
async function foundIn(change: Change, histories: ToReplay[]) {
  const path = join(folder, 'changed.js');
  writeFileSync(path, changed(code, change));
  for await (const { workflow, differences } of replayStrictly(path, histories))
    if (differences[0]) return { workflow, ...differences[0] };
  return undefined;
}

test('the code that ran them does all of it again', () => expect(untouched).toEqual([]));

/** How many are tried, of those that a history passes: drawn by their texts, so that other code draws the same. */
const tried = 60;
const seed = 2018;

const drawn = (): [Change, ToReplay[]][] =>
  [...passed]
    .map(([change, histories]) => {
      const { module, kind, at } = change;
      return { draw: shortDigest([seed, module, kind, lineAt(code, at)].join()), change, histories };
    })
    .sort((a, b) => (a.draw < b.draw ? -1 : 1))
    .slice(0, tried)
    .map(({ change, histories }) => [change, histories]);

test('each change of what is sent, to whom, when, or what is decided is found, with workflow, event and a sentence', async () => {
  const kinds = new Set<string>();
  const missed: string[] = [];
  let found = 0;
  for (const [change, histories] of drawn()) {
    const line = lineAt(code, change.at).trim();
    const difference = await foundIn(change, histories);
    if (difference) {
      found += 1;
      kinds.add(change.kind);
      const { workflow, event, what } = difference;
      expect([workflow, event, what]).toEqual([
        expect.stringMatching(/^year-\d\//),
        expect.any(Number),
        expect.stringMatching(/^.+\.?$/),
      ]);
    } else if (!harmless.some(([part]) => line.includes(part)))
      missed.push(`${change.module}: ${line}: ${change.kind}: ${change.text} → ${change.into}`);
  }
  expect(missed).toEqual([]);
  expect(kinds.size).toBeGreaterThan(4);
  expect(found).toBeGreaterThanOrEqual(50);
}, 400_000);
