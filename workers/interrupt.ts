/** How a process of the cycle is asked to end: Ctrl-C, or the system's own way. */

/**
 * Resolves at the first SIGINT or SIGTERM. From the call on, neither ends the process by itself, so what was
 * started can be stopped in order. npm passes on the SIGINT that the terminal has sent already, so a second
 * signal counts only after two seconds: it ends the process at once, and the leash ends the engine.
 */
export function untilInterrupted(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const heard = (signal: NodeJS.Signals) => {
      if (first === undefined) first = performance.now();
      else if (performance.now() - first > 2000) process.exit(signal === 'SIGINT' ? 130 : 143);
      resolve(signal);
    };
    process.on('SIGINT', heard);
    process.on('SIGTERM', heard);
  });
}
