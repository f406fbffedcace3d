import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/truth/**/*.truth.ts"],
    testTimeout: 3 * 3_600_000,
    maxWorkers: 1,
    disableConsoleIntercept: true,
  },
});
