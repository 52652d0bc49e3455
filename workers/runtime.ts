/** Temporal's core in this process: one line for each warning, and no signal handlers of its own. */
import type { LogEntry } from '@temporalio/worker';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { errorTypes } from '../domain/errors.js';

let runtime: Runtime | undefined;

/**
 * Prepares the core once, before the first worker or engine of the process; later calls change nothing.
 * Signals are left to whoever started the process, because a worker is drained before its engine stops.
 *
 * @param log receives each warning; without it they go to standard error
 */
export function prepareRuntime(
  log: (line: string) => unknown = (line) => process.stderr.write(`${line}\n`),
): void {
  if (runtime) return;
  runtime = Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', (entry) => {
      const line = lineOf(entry);
      if (line) log(line);
    }),
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
    },
  });
}

/**
 * Ends the core. It does so by itself with the last worker; where none was started, it would keep the process for
 * ever.
 */
export async function endRuntime(): Promise<void> {
  await runtime?.shutdown();
}

/** What stands in the record as a refusal of ours is no news for the log; neither is what the rehearsal's server lacks. */
function lineOf({ level, message, meta }: LogEntry): string | undefined {
  const error = asError(meta?.error);
  if (message === 'Activity failed' && errorTypes.some((known) => known === error?.type)) return undefined;
  if (message.includes('activity_failure_include_heartbeat')) return undefined;
  const about = [meta?.workflowId, meta?.activityType ?? meta?.workflowType].filter(Boolean).join(' ');
  return `${level}: ${message}${about ? ` (${about})` : ''}${error ? `: ${reasons(error)}` : ''}`;
}

interface Failure {
  message: string;
  type?: unknown;
  cause?: unknown;
}

/** By shape, since errors come from the workflows' own contexts too, where `instanceof Error` is false. */
const asError = (value: unknown): Failure | undefined =>
  typeof value === 'object' && value !== null && 'message' in value ? (value as Failure) : undefined;

/** An error's message and those of its causes. */
function reasons({ message, cause }: Failure): string {
  const deeper = asError(cause);
  return deeper && deeper.message !== message ? `${message}: ${reasons(deeper)}` : message;
}
