/** How long an event loop stands still, and how much of that its own thread worked: the rest is the machine's. */
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The longest stalls, in milliseconds. */
export interface Stalls {
  longest: number;
  /** The most processor time of the thread between two turns of its loop; 0 where the system does not tell. */
  worked: number;
}

/** How often the thread's processor time is looked at, in milliseconds: so much a stall may be overstated. */
const everyMs = 5;

/** The processor time of the main thread, in milliseconds. */
function processorTime(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ', 1)[0]) / 1e6;
  } catch {
    return 0;
  }
}

/** Watches the main thread from now on. @returns ends it, and tells */
export function watchStalls(): () => Stalls {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  let before = processorTime();
  let worked = 0;
  const look = (): void => {
    const now = processorTime();
    worked = Math.max(worked, now - before);
    before = now;
  };
  const timer = setInterval(look, everyMs);
  return () => {
    look();
    clearInterval(timer);
    delays.disable();
    return { longest: delays.max / 1e6, worked };
  };
}
