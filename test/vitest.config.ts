// How vitest runs the tests outside the browser: every `*.test.ts` below `test/`.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Vitest reads its configuration from the default export.
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/app/**", "test/reference/**"],
    environment: "node",
    // A forgotten .only would leave the rest unrun.
    allowOnly: false,
    // A calibration of a real document takes seconds on a slow machine; a test that hangs still ends.
    testTimeout: 120_000,
  },
});
