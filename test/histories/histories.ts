/** The recorded histories: one file each, as Temporal's JSON, packed. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';

const folder = import.meta.dirname;

export interface RecordedHistory {
  /** The release's folder and the file's name, e.g. `0.1/request-lapsed`. */
  name: string;
  json: unknown;
}

/** All recorded histories, of all releases. */
export function recordedHistories(): RecordedHistory[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json.gz'))
    .sort()
    .map((path) => ({
      name: path.replace(/\.json\.gz$/, ''),
      json: JSON.parse(gunzipSync(readFileSync(join(folder, path))).toString('utf8')) as unknown,
    }));
}

/** The id under which the history's workflow ran, and its type. */
export function startedAs({ json }: RecordedHistory): { workflowId: string; type: string } {
  const started = historyFromJSON(json).events?.[0]?.workflowExecutionStartedEventAttributes;
  return { workflowId: started?.workflowId ?? '', type: started?.workflowType?.name ?? '' };
}

/** Every text in a history, with what payloads hold read out: JSON in base64. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    const decoded = /^[\w+/]+={0,2}$/.test(value) ? Buffer.from(value, 'base64').toString('utf8') : '';
    return decoded === '' ? [value] : [value, decoded];
  }
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
