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

/** Those whose processes keep two cores busy, or are killed at their moments: beside others both would take long. */
const alone = [
  'test/faults/kill/kill.test.ts',
  'test/faults/letters/thousand-letters.test.ts',
  'test/rehearsal/rehearsal.test.ts',
];

export default {
  // Each worker may run an engine of its own.
  maxWorkers: 2,
  testTimeout: 60_000,
  projects: [
    {
      ...common,
      testMatch: ['**/*.test.ts'],
      // Those of the cluster set up servers of their own: npm run test:cluster
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/test/cluster/',
        ...alone.map((path) => `<rootDir>/${path}`),
      ],
    },
    // Tests of another runner run when those of the one before have ended: each of these has the machine to itself.
    ...alone.map((path) => ({
      ...common,
      testMatch: [`<rootDir>/${path}`],
      runner: ['jest-runner', { alone: path }],
    })),
  ],
};
