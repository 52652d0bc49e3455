/** `npm run soak`: makes what the processes run, then runs it. */
await import('./build.mjs');
await import('../../../dist/test/faults/kill/soak.js');
