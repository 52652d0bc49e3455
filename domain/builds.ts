/** Which versions of the workflow code ran a history, as its events tell. */

/** Of an event what tells it, on any of the servers. */
interface Task {
  workflowTaskCompletedEventAttributes?: {
    deploymentVersion?: { buildId?: string | null } | null;
    workerVersion?: { buildId?: string | null } | null;
    binaryChecksum?: string | null;
  } | null;
}

/**
 * The versions that completed the tasks among these events, in their order, each once: the SHA-256 of the workflow bundle
 * in hex, or its beginning.
 */
export function buildsIn(events: readonly Task[]): string[] {
  const builds = events.flatMap(({ workflowTaskCompletedEventAttributes: task }) => {
    const told = [task?.deploymentVersion?.buildId, task?.workerVersion?.buildId, task?.binaryChecksum];
    const build = /(?:^|[+.:])([0-9a-f]{16,64})$/.exec(told.find((each) => each) ?? '')?.[1];
    return build === undefined ? [] : [build];
  });
  return [...new Set(builds.toReversed())].toReversed();
}
