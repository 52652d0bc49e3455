import { afterAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../workers/project.js';
import { changedSinceRelease, isReleased } from './released.mjs';

const folder = mkdtempSync(join(tmpdir(), 'ascn-released-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the histories of every release are those that were recorded for it', () => {
  const root = projectRoot();
  const versions = readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const changed = versions
    .filter((version) => isReleased(root, version))
    .flatMap((version) => changedSinceRelease(root, version, `test/histories/${version}`));
  expect(changed).toEqual([]);
});

test('one that was changed, removed or added after its release is known', () => {
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=test', '-c', 'user.email=test@ascn.example', ...words]);
  mkdirSync(join(folder, '1.0.0'));
  const write = (name: string, text: string) => writeFileSync(join(folder, '1.0.0', name), text);
  git('init', '--quiet');
  for (const name of ['changed', 'removed', 'kept']) write(name, name);
  git('add', '.');
  git('commit', '--quiet', '--message', 'Recorded');
  expect(isReleased(folder, '1.0.0')).toBe(false);
  git('tag', 'v1.0.0');
  expect(isReleased(folder, '1.0.0')).toBe(true);
  expect(changedSinceRelease(folder, '1.0.0', '1.0.0')).toEqual([]);
  write('changed', 'otherwise');
  write('added', 'added');
  rmSync(join(folder, '1.0.0', 'removed'));
  expect(changedSinceRelease(folder, '1.0.0', '1.0.0')).toEqual([
    '1.0.0/added',
    '1.0.0/changed',
    '1.0.0/removed',
  ]);
});
