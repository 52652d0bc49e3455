/**
 * The recorded histories: one file each, as Temporal's JSON, packed. A release's folder holds those of a rehearsal, and
 * in the folder `ascn` those of a network of that name on real timers.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';

const folder = import.meta.dirname;
const ending = '.json.gz';

export interface RecordedHistory {
  /** The id under which the workflow ran, e.g. `rehearsal/cycle/2018/action-plan/makassar`. */
  workflowId: string;
  /** The workflow's name. */
  type: string;
  json: unknown;
}

/** All recorded histories, of all releases. */
export const recordedHistories = (): RecordedHistory[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .sort()
    .map((path) => {
      const json = JSON.parse(gunzipSync(readFileSync(join(folder, path))).toString('utf8')) as unknown;
      const [first] = historyFromJSON(json).events ?? [];
      return {
        workflowId: `${basename(dirname(path)) === 'ascn' ? 'ascn' : 'rehearsal'}/${basename(path, ending).replaceAll('+', '/')}`,
        type: first?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? '',
        json,
      };
    });

/** The same history, in which each workflow task began so many minutes later than it did, counted from the task before. */
export function withTasksLater(json: unknown, minutes: number): unknown {
  const history = structuredClone(json) as { events: { eventType: string; eventTime: string }[] };
  let tasks = 0;
  for (const event of history.events) {
    if (!event.eventType.endsWith('WORKFLOW_TASK_STARTED')) continue;
    tasks += 1;
    event.eventTime = new Date(Date.parse(event.eventTime) + tasks * minutes * 60_000).toISOString();
  }
  return history;
}

/** Every text in a history; what payloads hold, JSON in base64, is read out. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    const decoded = base64.test(value) ? Buffer.from(value, 'base64').toString('utf8') : value;
    return [/^["{[]/.test(decoded) ? decoded : value];
  }
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const base64 = /^[\w+/]+={0,2}$/;
