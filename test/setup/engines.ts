/** The engines for tests: each call starts one of its own, on free ports; the test file closes it. */
import { existsSync } from 'node:fs';
import type { DataConverter } from '@temporalio/common';
import { castBundle, cycleBundle } from '../../workers/bundle.js';
import type { TimeSkippingServer } from '../../workers/engine/time-skipping-server.js';
import { startTimeSkippingServer } from '../../workers/engine/time-skipping-server.js';

/** A time-skipping server. One for a test file is enough; its tests run one after the other. */
export const timeSkipping = (dataConverter?: DataConverter): Promise<TimeSkippingServer> =>
  startTimeSkippingServer(dataConverter);

/** The one workflow bundle of the test run, which `npm test` builds. */
export const builtBundle = (name: 'cycle' | 'cast' = 'cycle'): string => {
  const path = name === 'cycle' ? cycleBundle : castBundle;
  if (!existsSync(path)) throw new Error(`${path} is not there; build it with: npm run build`);
  return path;
};
