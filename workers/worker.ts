/** The worker: runs the workflows of one prebuilt bundle and their activities, until it is stopped. */
import { setTimeout as pause } from 'node:timers/promises';
import type { NativeConnection } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import { buildIdOf } from './bundle.js';
import { failures } from './failures.js';
import { prepareRuntime } from './runtime.js';
import { giveUpOnStop } from './stopping.js';

export interface WorkerOptions {
  connection: NativeConnection;
  namespace: string;
  /** The network; it also names the worker deployment. */
  taskQueue: string;
  activities: object;
  /** A bundle made by `bundleWorkflows`. */
  bundlePath: string;
  /** Worker Deployment Versioning; the time-skipping server does not know it. */
  deployment: boolean;
}

export interface RunningWorker {
  buildId: string;
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
  const { connection, namespace, taskQueue, activities, bundlePath, deployment } = options;
  const buildId = await buildIdOf(bundlePath);
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    activities,
    workflowBundle: { codePath: bundlePath },
    // the first is the outermost
    interceptors: { activity: [() => ({ inbound: failures }), giveUpOnStop] },
    workerDeploymentOptions: deployment
      ? {
          useWorkerVersioning: true,
          version: { deploymentName: taskQueue, buildId },
          defaultVersioningBehavior: 'AUTO_UPGRADE',
        }
      : undefined,
    // A workflow of the cycle takes about 0.3 MB of memory while it is kept: this is at most 450 MB.
    maxCachedWorkflows: 1500,
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
  return { buildId, ended, stop };
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
