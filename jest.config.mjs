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
  // One of two cores would be idle otherwise; more than a few servers, browsers and hubs at a time only wait for each other.
  maxWorkers: Math.min(availableParallelism(), 4),
  globalSetup: '<rootDir>/test/global-setup.mjs',
  globalTeardown: '<rootDir>/test/global-teardown.mjs',
  // For tests and hooks alike, and the only limit most have: it ends what hangs, and no slow machine should meet it.
  testTimeout: 240_000,
};
