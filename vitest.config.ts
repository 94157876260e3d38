import { defineConfig } from 'vitest/config';

/** Tests that start stacks of four processes: beside others they would starve those that watch the clock. */
const STACKS = ['test/integration/**/*.test.ts', 'test/cli/**/*.test.ts', 'test/drills/**/*.test.ts'];

export default defineConfig({
  test: {
    // Tests of whole processes start them from dist/, as users do.
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
          exclude: STACKS,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'stacks', include: STACKS, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
