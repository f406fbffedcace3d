import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    // Two cores are the smallest machine we promise to be kind to.
    maxWorkers: 2,
  },
});
