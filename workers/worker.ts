/** The worker: runs the workflows of one prebuilt bundle and their activities, until it is stopped. */
import { setTimeout as pause } from 'node:timers/promises';
import type { DataConverter } from '@temporalio/common';
import type { NativeConnection } from '@temporalio/worker';
import { Runtime, Worker } from '@temporalio/worker';
import { buildIdOf } from './bundle.js';
import { failures } from './failures.js';
import { heartbeats } from './heartbeat.js';
import { openLog } from './log.js';
import { createMetrics } from './metrics.js';
import { prepareRuntime } from './runtime.js';
import { giveUpOnStop } from './stopping.js';
import type { Watching } from './watch.js';
import { watch } from './watch.js';

export interface WorkerOptions {
  connection: NativeConnection;
  namespace: string;
  /** The network; it also names the worker deployment. */
  taskQueue: string;
  activities: object;
  /** What the server holds of values; without it, they are readable there. */
  dataConverter?: DataConverter | undefined;
  /** A bundle made by `bundleWorkflows`. */
  bundlePath: string;
  /** Where what is seen of the activities goes; without it, unforeseen errors go to standard error. */
  watching?: Watching;
  /** Worker Deployment Versioning; the time-skipping server does not know it. */
  deployment: boolean;
  /** How many workflows it keeps in memory: one of the cycle takes about 0.3 MB while it is kept. */
  keptWorkflows?: number;
  /** How long a task waits for the worker that keeps its workflow in memory before any worker may take it. */
  keptTaskWait?: '1 second' | '10 seconds';
}

export interface RunningWorker {
  buildId: string;
  /** @returns why the worker gets no work, in words; undefined when it is polling and its version is current */
  trouble(): Promise<string | undefined>;
  /** Settles when the worker has ended: rejects when it failed. */
  ended: Promise<void>;
  /** Lets what is running end, then ends the worker; safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a worker. With `deployment` it is ready on return: the server delivers no task to a version until it
 * is the current one, so the worker sets its own.
 *
 * @throws Error when the server has not taken the version within half a minute
 */
export async function runWorker(options: WorkerOptions): Promise<RunningWorker> {
  prepareRuntime();
  const {
    connection,
    namespace,
    taskQueue,
    activities,
    dataConverter,
    bundlePath,
    deployment,
    keptTaskWait = '10 seconds',
    keptWorkflows = 1000,
  } = options;
  const watching = options.watching ?? {
    log: openLog('text'),
    metrics: createMetrics(Runtime.instance().metricMeter),
  };
  const buildId = await buildIdOf(bundlePath);
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    activities,
    dataConverter,
    workflowBundle: { codePath: bundlePath },
    // the first is the outermost: what is watched are the errors as they were thrown
    interceptors: {
      activity: [() => ({ inbound: failures }), watch(watching), giveUpOnStop, heartbeats],
    },
    workerDeploymentOptions: deployment
      ? {
          useWorkerVersioning: true,
          version: { deploymentName: taskQueue, buildId },
          defaultVersioningBehavior: 'AUTO_UPGRADE',
        }
      : undefined,
    maxCachedWorkflows: keptWorkflows,
    stickyQueueScheduleToStartTimeout: keptTaskWait,
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentActivityTaskExecutions: 40,
    maxConcurrentLocalActivityExecutions: 40,
    shutdownGraceTime: '10s',
    shutdownForceTime: '30s',
  });
  const ended = worker.run();
  // Whoever awaits `ended` or `stop` sees the failure; this keeps it from being an unhandled one until then.
  ended.catch(() => undefined);
  const stop = async () => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await ended;
  };
  if (deployment) {
    try {
      await Promise.race([
        becomeCurrent(connection, namespace, taskQueue, buildId),
        ended.then(() => Promise.reject(new Error('The worker ended before it was ready.'))),
      ]);
    } catch (error) {
      await stop().catch(() => undefined);
      throw error;
    }
  }
  const trouble = async (): Promise<string | undefined> => {
    if (worker.getState() !== 'RUNNING') return `The worker is not running, but ${worker.getState()}.`;
    const { workflowPollerState, activityPollerState } = worker.getStatus();
    if (workflowPollerState !== 'POLLING' || activityPollerState !== 'POLLING')
      return `The worker does not ask for work: ${workflowPollerState} for workflows, ${activityPollerState} for activities.`;
    if (!deployment) return undefined;
    const current = await currentVersion(connection, namespace, taskQueue);
    return current === buildId
      ? undefined
      : `The worker's version ${buildId} is not current, but ${current || 'none'} is, and the engine gives its work to that one.`;
  };
  return { buildId, ended, stop, trouble };
}

/** The build id to which the engine gives the work of a deployment. */
async function currentVersion(connection: NativeConnection, namespace: string, deploymentName: string) {
  const { workerDeploymentInfo } = await connection.withDeadline(Date.now() + 2_500, () =>
    connection.workflowService.describeWorkerDeployment({ namespace, deploymentName }),
  );
  return workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId;
}

/** The server knows a version a moment after its worker first asked for work; until then it refuses. */
async function becomeCurrent(
  connection: NativeConnection,
  namespace: string,
  deploymentName: string,
  buildId: string,
) {
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      await connection.workflowService.setWorkerDeploymentCurrentVersion({
        namespace,
        deploymentName,
        buildId,
        ignoreMissingTaskQueues: true,
      });
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(100);
    }
  }
}
