/** One configuration for all tests: ESM, TypeScript by swc, one workflow bundle for the whole run. */
const common = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};

const killedYears = 'test/faults/kill/kill.test.ts';

export default {
  // Each worker may run an engine of its own.
  maxWorkers: 2,
  testTimeout: 60_000,
  projects: [
    {
      ...common,
      testMatch: ['**/*.test.ts'],
      // Those of the cluster set up servers of their own: npm run test:cluster
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/cluster/', `<rootDir>/${killedYears}`],
    },
    {
      ...common,
      testMatch: [`<rootDir>/${killedYears}`],
      // Tests of another runner run when those of the first have ended: this one has the machine to itself.
      runner: ['jest-runner', { alone: true }],
    },
  ],
};
