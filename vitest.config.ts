import { defineConfig } from 'vitest/config';

/** Tests that start processes, as users do. They run one file at a time, since some of them watch the clock. */
const STACKS = [
  'test/integration/**/*.test.ts',
  'test/cli/**/*.test.ts',
  'test/console/browser/**/*.test.ts',
  'test/deploy/prometheus.test.ts',
  'test/deploy/rollout.test.ts',
];

/** Builds, drills, deployments, faults and training runs, which take minutes: `npm run test:all` runs them, `npm test` does not. */
const SLOW = [
  'test/build.test.ts',
  'test/cli/commands/evaluate.test.ts',
  'test/cli/commands/training/year.test.ts',
  'test/cli/interpretation/interpretation-table.test.ts',
  'test/cli/studies/**/*.test.ts',
  'test/deploy/image.test.ts',
  'test/docs/steps.test.ts',
  'test/drills/chaos.test.ts',
  'test/drills/floods.test.ts',
  'test/drills/fuzz.test.ts',
  'test/gateway/domains/misbehaving-domains.test.ts',
  'test/integration/deployment.test.ts',
  'test/integration/faults.test.ts',
  'test/integration/killed.test.ts',
  'test/integration/own-domain.test.ts',
  'test/integration/package.test.ts',
  'test/quality/training.test.ts',
  'test/quality/tutorial.test.ts',
  'test/training/run/determinism.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: ['test/support/build.ts', 'test/support/installed-programs.ts'],
    pool: 'forks',
    // A worker keeps its modules from file to file: loading them anew took longer than the tests themselves.
    isolate: false,
    // Far above what any test needs: a busy machine is no failure, a hang is one.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: [...STACKS, ...SLOW],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'stacks', include: STACKS, exclude: SLOW, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: { name: 'slow', include: SLOW, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
