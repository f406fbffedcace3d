import { defineConfig } from "vitest/config";

// Continuous integration counts the tests from here; the command people type stays the same.
const counted = process.env["DISCO_TEST_JSON"];

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores are the smallest machine we promise to be kind to.
    maxWorkers: 2,
    reporters: counted ? ["default", ["json", { outputFile: counted }]] : ["default"],
  },
});
