/** The probe's bundle, made once for a test file, and its activities. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import type { ErrorType } from '../../domain/errors.js';
import { CycleError } from '../../domain/errors.js';
import { bundleWorkflows } from '../../workers/bundle.js';

const folder = mkdtempSync(join(tmpdir(), 'ascn-probe-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Bundles the probe's workflows; gives the bundle's path. */
export async function probeBundle(name = 'bundle.js'): Promise<string> {
  const path = join(folder, name);
  await bundleWorkflows(join(import.meta.dirname, 'probe-workflows.ts'), path);
  return path;
}

/** Counts what was called; `slow` takes as long as the test lets it. */
export function probeActivities(slow: () => Promise<string>) {
  const calls = { file: 0, refuse: 0 };
  return {
    calls,
    slow,
    file(text: string): Promise<string> {
      calls.file += 1;
      return Promise.resolve(`filed: ${text}`);
    },
    refuse(type: ErrorType): Promise<void> {
      calls.refuse += 1;
      if (calls.refuse > 1) return Promise.resolve();
      return Promise.reject(new CycleError(type, `This is ${type}.`));
    },
  };
}
