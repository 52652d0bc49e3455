/** Temporal's core in this process: its warnings go to the log, its metrics to a page, and no signal is its own. */
import type { LogEntry } from '@temporalio/worker';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { Log } from './log.js';
import { openLog } from './log.js';
import { codeOf, codeWithin, coreWords } from './log-codes.js';
import { delayBuckets, delays } from './metrics.js';

let prepared = false;

export interface RuntimeOptions {
  /** Receives each warning; without it they go to standard error as sentences. */
  log?: Log;
  /** `127.0.0.1:port`, on which the metrics of this process are to be read at `/metrics`. */
  metricsAddress?: string;
}

/**
 * Prepares the core once, before the first worker or engine of the process; later calls change nothing.
 * Signals are left to whoever started the process, because a worker is drained before its engine stops.
 *
 * @throws Error when the address of the metrics is taken
 */
export function prepareRuntime({ log = openLog('text'), metricsAddress }: RuntimeOptions = {}): void {
  if (prepared) return;
  prepared = true;
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', (entry) => tell(log, entry)),
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
      ...(metricsAddress !== undefined && {
        metrics: {
          prometheus: {
            bindAddress: metricsAddress,
            // names as Prometheus wants them: base units, which the name ends with
            countersTotalSuffix: true,
            unitSuffix: true,
            useSecondsForDurations: true,
            histogramBucketOverrides: { [delays.out]: delayBuckets, [delays.in]: delayBuckets },
          },
          attachServiceName: false,
        },
      }),
    },
  });
}

/** An activity's failure is told by `watch`; what the rehearsal's server lacks is no news. */
function tell(log: Log, { level, message, meta = {} }: LogEntry): void {
  if (message === 'Activity failed' || message.includes('activity_failure_include_heartbeat')) return;
  const { workflowId, workflowType, activityType, attempt, error, failure } = meta as Record<string, unknown>;
  log[level === 'ERROR' ? 'error' : 'warn']('core-warning', {
    said: coreWords(message),
    workflow: textOf(workflowId),
    activity: textOf(activityType) ?? textOf(workflowType),
    attempt: typeof attempt === 'number' ? attempt : undefined,
    code: codeWithin(error) ?? codeWithin(failure) ?? codeWithin(message) ?? codeOf(error),
  });
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
