import { defineConfig } from 'vitest/config';

/** Tests that start processes, as users do. One file at a time: beside others they would starve those that watch the clock. */
const STACKS = ['test/integration/**/*.test.ts', 'test/cli/**/*.test.ts', 'test/drills/**/*.test.ts'];

/** Drills, training runs and faults that take minutes: `npm run test:all` runs them, `npm test` does not. */
const SLOW = [
  'test/cli/studies/**/*.test.ts',
  'test/deploy/image.test.ts',
  'test/drills/**/*.test.ts',
  'test/integration/faults.test.ts',
  'test/integration/killed.test.ts',
  'test/quality/kinds-of-work.test.ts',
  'test/quality/training.test.ts',
  'test/training/run/determinism.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: ['test/support/build.ts'],
    pool: 'forks',
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
