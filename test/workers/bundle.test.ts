import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { buildIdOf } from '../../workers/bundle.js';
import { projectRoot } from '../../workers/project.js';
import { probeBundle } from './probe.js';

test('the same workflows give the same bundle, wherever the project lies', async () => {
  const [first, second] = [await probeBundle('first.js'), await probeBundle('second.js')];
  expect(await buildIdOf(first)).toMatch(/^[0-9a-f]{16}$/);
  expect(await buildIdOf(second)).toBe(await buildIdOf(first));
  const code = readFileSync(first, 'utf8');
  const map = Buffer.from(/;base64,([\w+/=]+)/.exec(code)?.[1] ?? '', 'base64').toString();
  expect(map.includes('probe-workflows.ts')).toBe(true);
  expect((code + map).includes(projectRoot())).toBe(false);
});
