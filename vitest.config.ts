import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Tests of whole processes start them from dist/, as users do.
    globalSetup: ['test/support/build.ts'],
  },
});
