import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Tests of whole processes start them from dist/, as users do.
    globalSetup: ['test/support/build.ts'],
    // A file waits for the processes that it starts most of the time, so two at once suit two cores.
    pool: 'forks',
    maxWorkers: 2,
    // Far above what any test needs: a busy machine is no failure, a hang is one.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
