import { availableParallelism } from 'node:os';

/** Tests run as ES modules; `scripts/run.mjs test` adds the Node flag Jest needs for that. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.plumbline/'],
  testMatch: ['**/*.spec.ts', '**/*.e2e-spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  // Two more than there are cores, for many a test waits for a server or a source; more than a few only wait for each other.
  maxWorkers: Math.min(availableParallelism() + 2, 4),
  // Modules of tests that are done stay in a worker until it ends: 3 GB of them without this.
  workerIdleMemoryLimit: '1GB',
  globalSetup: '<rootDir>/test/global-setup.mjs',
  globalTeardown: '<rootDir>/test/global-teardown.mjs',
  // For tests and hooks alike, and the only limit most have: it ends what hangs, and no slow machine should meet it.
  testTimeout: 240_000,
};
