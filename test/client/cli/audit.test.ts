import { expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor } from '../../../domain/actor.js';
import { publishedLedger } from '../../../domain/published.js';
import { sealLeaves } from '../../activities/archive/log-of-leaves.js';
import { installation, longestLine } from './run.js';

/** A year with one document, sealed. */
async function sealedYear() {
  const installed = installation();
  const { store } = installed.reading;
  const address = await store.put('What was agreed');
  const seal = await sealLeaves(store, {}, [{ kind: 'document', address }]);
  return { ...installed, seal };
}

const asked = ['--as', 'asec', '--why', 'For the auditors of 2018'];

test('an export is written down: who, why, which seal', async () => {
  const { run, file, seal, reading } = await sealedYear();
  const out = file('ascn-2018.zip');
  expect(await run('audit', 'export', '2018', '--out', out, ...asked)).toMatchObject({ code: 0, err: '' });
  expect(existsSync(out)).toBe(true);
  expect(await reading.readings()).toEqual([
    {
      ...{ kind: 'export', cycle: 2018, seal: 1, root: seal.root, keys: true },
      actor: { office: 'asec', door: 'cli', why: 'For the auditors of 2018' },
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
});

test('who asks, and why, must be said; an unknown office is refused', async () => {
  const { run, file, reading } = await sealedYear();
  const out = file('ascn-2018.zip');
  const words = ['audit', 'export', '2018', '--out', out];
  for (const [more, sentence] of [
    [[], 'Say who acts, with --as and the office'],
    [['--as', 'asec'], 'Say why, with --why'],
    [['--as', 'nobody', '--why', 'x'], 'Unknown office “nobody”'],
  ] as const)
    expect(await run(...words, ...more)).toMatchObject({ code: 2, err: expect.stringContaining(sentence) });
  expect(existsSync(out)).toBe(false);
  expect(await reading.readings()).toEqual([]);
});

test('an export that cannot be written down is refused', async () => {
  const { run, file, home } = await sealedYear();
  // where the ledger would be lies a file
  writeFileSync(join(home, 'store', 'ledgers', 'readings'), '');
  const out = file('ascn-2018.zip');
  const { code, err } = await run('audit', 'export', '2018', '--out', out, ...asked);
  expect([code, err]).toEqual([1, expect.stringContaining('cannot be used')]);
  expect(existsSync(out) || existsSync(`${out}.part`)).toBe(false);
});

test('two exports are the same bytes, though each is written down', async () => {
  const { run, file, reading } = await sealedYear();
  for (const name of ['one.zip', 'two.zip'])
    await run('audit', 'export', '2018', '--out', file(name), ...asked);
  expect(readFileSync(file('one.zip')).equals(readFileSync(file('two.zip')))).toBe(true);
  expect(await reading.readings()).toHaveLength(2);
});

test('ascn audit readings tells in words who read what, of all years or of one', async () => {
  const { run, file, reading } = await sealedYear();
  expect((await run('audit', 'readings')).out).toBe('Nobody has read the record so far.');
  await run('audit', 'export', '2018', '--out', file('ascn-2018.zip'), ...asked);
  const auditor: Actor = {
    office: 'asec',
    door: 'codec',
    authority: 'invited by secretariat-sg',
    why: 'Spot check',
  };
  await reading.recordReading(auditor, { kind: 'decoded', since: '2026-11-30T08:00:00Z', payloads: 17 });
  const { out } = await run('audit', 'readings');
  expect(out).toMatch(/asec +the file of 2018, as of seal 1,/);
  expect(out.replace(/\s+/g, ' ')).toContain('For the auditors of 2018');
  expect(out).toMatch(/17 payloads/);
  expect(longestLine(out)).toBeLessThanOrEqual(100);
  expect(JSON.parse((await run('audit', 'readings', '2018', '--json')).out)).toMatchObject([
    { kind: 'export', cycle: 2018 },
  ]);
  const thisYear = String(new Date().getUTCFullYear());
  expect(JSON.parse((await run('audit', 'readings', thisYear, '--json')).out)).toMatchObject([
    { kind: 'decoded', payloads: 17 },
  ]);
  expect(await run('audit', 'readings', 'x')).toMatchObject({ code: 2 });
});

test('what is for the public is exported where something was published, without keys', async () => {
  const { run, file, reading } = await sealedYear();
  const words = ['audit', 'export', '2018', '--redacted', '--out', file('public.zip'), ...asked];
  expect(await run(...words)).toMatchObject({
    code: 2,
    err: expect.stringContaining('Nothing was published in the cycle of 2018 up to its seal 1'),
  });
  const ledger = publishedLedger('ascn', 2018);
  const text = await reading.store.putJson({ marking: 'public', items: [] }, 'open');
  const entry = {
    id: 'launch',
    version: 1,
    title: 'Launch',
    date: '2018-11-13',
    page: '',
    text: '',
    document: text,
  };
  await reading.store.enter(ledger, 'launch/0001', entry, 'open');
  await sealLeaves(reading.store, {}, [
    {
      kind: 'ledger',
      ledger,
      key: 'launch/0001',
      entry: (await reading.store.keepEntry(ledger, 'launch/0001'))!,
    },
    { kind: 'document', address: text },
  ]);
  const { code, out } = await run(...words);
  expect([code, out]).toEqual([
    0,
    expect.stringContaining('what was published in 2018, 2 documents, as of seal 2'),
  ]);
  expect(await run('audit', 'verify', file('public.zip'))).toMatchObject({ code: 0 });
  expect(existsSync(file('public.keys.json'))).toBe(false);
  expect(await reading.readings()).toMatchObject([{ kind: 'public', seal: 2 }]);
  expect(await run(...words, '--keys-out', 'x')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--keys-out'),
  });
});
