import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          testTimeout: 30_000,
          exclude: ['test/{constructs,stacks,e2e,commands}/**', 'test/architecture.test.ts'],
        },
      },
      {
        test: {
          name: 'whole',
          include: ['test/{constructs,stacks,commands}/**/*.test.ts', 'test/architecture.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
