/** Keeps an engine from outliving the process that started it, even when that one is killed outright. */
import { spawn } from 'node:child_process';

/**
 * Waits until its standard input closes, which the system does when the parent ends in whatever way; then
 * asks the engine to stop, and ends it after ten seconds.
 */
const watch = `
read -r _
kill -TERM "$1" 2>/dev/null
tenths=0
while kill -0 "$1" 2>/dev/null && [ $tenths -lt 100 ]; do sleep 0.1; tenths=$((tenths + 1)); done
kill -KILL "$1" 2>/dev/null
`;

/**
 * Ties the process `pid` to this one.
 *
 * @returns a function that unties it, to be called once the engine has ended
 */
export function leash(pid: number): () => void {
  const watcher = spawn('/bin/sh', ['-c', watch, 'leash', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // In a group of its own: Ctrl-C is for the parent, which drains its worker before the engine stops.
    detached: true,
  });
  watcher.unref();
  watcher.on('error', () => undefined);
  watcher.stdin?.on('error', () => undefined);
  return () => watcher.kill('SIGKILL');
}
