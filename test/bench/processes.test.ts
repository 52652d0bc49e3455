import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { cpuSecondsOf } from '../../bench/processes.js';

const onLinux = existsSync('/proc/self/stat') ? test : test.skip;

describe('processor time', () => {
  onLinux('is that of a process and of the children that it started', async () => {
    // a shell that waits while its child works
    const work = 'for (const until = Date.now() + 3e5; Date.now() < until; );';
    const shell = spawn('/bin/sh', ['-c', '"$0" -e "$1"; exit', process.execPath, work], { detached: true });
    try {
      let seconds = 0;
      while (seconds < 0.5) {
        await new Promise((later) => setTimeout(later, 20));
        seconds = cpuSecondsOf([shell.pid!])!;
      }
      expect(seconds).toBeGreaterThanOrEqual(0.5);
      expect(cpuSecondsOf([])).toBe(0);
    } finally {
      process.kill(-shell.pid!, 'SIGKILL');
    }
  });
});
