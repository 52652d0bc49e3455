/** What hangs ends as a failure. */
import { setTimeout as pause } from 'node:timers/promises';

/**
 * @param what its subject in the sentence of the failure: `The year`
 * @param soFar what is known of it by then, as further sentences
 * @returns what the work returns
 * @throws Error when it has not ended within so many minutes
 */
export async function within<T>(
  minutes: number,
  work: Promise<T>,
  what: string,
  soFar: () => string = () => '',
): Promise<T> {
  const late = new AbortController();
  try {
    return await Promise.race([
      work,
      pause(minutes * 60_000, undefined, { signal: late.signal }).then(() => {
        throw new Error(`${what} has not ended within ${minutes} minutes. ${soFar()}`.trim());
      }),
    ]);
  } finally {
    late.abort();
  }
}
