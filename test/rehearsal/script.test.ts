import { afterAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadNetwork } from '../../activities/network/load.js';
import { loadScript, wayOf, ways } from '../../client/rehearsal/script.js';

const folder = mkdtempSync(join(tmpdir(), 'ascn-script-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const shipped = await readFile('data/rehearsals/2018.yaml', 'utf8');
mkdirSync(join(folder, 'rehearsals'));

const loadWith = (before: string, now: string) => {
  expect(shipped).toContain(before);
  writeFileSync(join(folder, 'rehearsals', '2018.yaml'), shipped.replace(before, now));
  return loadScript(folder, 2018);
};

test('the script that ships names offices of the network, and a play for every way', async () => {
  const script = await loadScript('data', 2018);
  const { offices } = await loadNetwork('data', '2018-01-01');
  const known = new Set(offices.map(({ id }) => id));
  const named = [...script.bounces, ...script.returns, ...script.plays.map(({ office }) => office)];
  expect(named.filter((office) => !known.has(office))).toEqual([]);
  const played = new Set(script.plays.map(({ way }) => way));
  expect(ways.filter((way) => way !== 'lines' && !played.has(way))).toEqual([]);
});

test('a script that cannot be played is refused, with the reason', async () => {
  await expect(loadWith('word-form: 0.25', 'word-form: 0.95')).rejects.toThrow(/1 at most together/);
  await expect(loadWith('word-form: 0.25', 'scan: 0.25')).rejects.toThrow(/is for a play, not for a share/);
  await expect(loadWith('word-form: 0.25', 'telex: 0.25')).rejects.toThrow(/telex/);
  await expect(
    loadWith(
      '{ office: nr-th, kind: framework-comments, way: prose }',
      '{ office: nr-th, kind: clearance, way: prose }',
    ),
  ).rejects.toThrow(/the cast writes prose about/);
  await expect(
    loadWith('{ office: nr-th, kind: framework-comments, way: prose }', '{ office: nr-th, kind: clearance }'),
  ).rejects.toThrow(/expected what the office does, or how it answers/);
});

test('ways are drawn by their shares, the same for the same seed, and a play’s own counts before', async () => {
  const script = await loadScript('data', 2018);
  const drawn = Array.from({ length: 2000 }, (_, i) => wayOf(script, 7, `csco-${i}`, 'progress', `${i}`));
  const share = (way: string) => drawn.filter((each) => each === way).length / drawn.length;
  expect(Math.abs(share('word-form') - 0.25)).toBeLessThan(0.04);
  expect(share('lines')).toBeGreaterThan(0.5);
  expect(share('prose') + share('scan')).toBe(0);
  expect(drawn).toEqual(drawn.map((_, i) => wayOf(script, 7, `csco-${i}`, 'progress', `${i}`)));
  expect(wayOf(script, 7, 'csco-singapore', 'action-plan', 'singapore')).toBe('word-form');
});
