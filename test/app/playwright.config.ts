// How Playwright runs the browser tests: the built application, served as `npm start` does, in one Chromium.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
/** The runner hands over a port that is free; by hand it is this one. */
const PORT = process.env["MIDSUMMER_TEST_PORT"] ?? "4184";
const ADDRESS = `http://localhost:${PORT}/`;

/** The Chromium that `setup/prepare.mjs test` found. */
function chromiumPath(): string {
  const note = `${PROJECT}/build/chromium-path`;
  if (existsSync(note)) return readFileSync(note, "utf8").trim();
  throw new Error("No Chromium is known yet; run `node setup/prepare.mjs test` once.");
}

// Playwright reads its configuration from the default export.
export default defineConfig({
  testDir: fileURLToPath(new URL(".", import.meta.url)),
  testMatch: "*.spec.ts",
  outputDir: `${PROJECT}/build/playwright`,
  forbidOnly: true,
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 120_000,
  // A slow or busy machine is no fault of the page: what never comes fails all the same.
  expect: { timeout: 20_000 },
  use: {
    baseURL: ADDRESS,
    // uPlot formats numbers by the language of the browser and dies of one that does not exist, such as “C”.
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "off",
    launchOptions: {
      executablePath: chromiumPath(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: "node setup/serve.mjs",
    cwd: PROJECT,
    env: { PORT },
    url: ADDRESS,
    reuseExistingServer: false,
  },
});
