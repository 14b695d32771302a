// `npm run kill [-- N] [--browser]`: kills a calibration with SIGKILL at N random moments (20), and lets it go on.
import { spawnSync } from "node:child_process";

const words = process.argv.slice(2);
const isBrowser = words.includes("--browser");
const count = words.find((word) => /^\d+$/.test(word)) ?? "20";
const UNIT = ["node_modules/vitest/vitest.mjs", "run", "--config", "test/vitest.config.ts", "test/run/kill.test.ts"];
const BROWSER = [
  "node_modules/@playwright/test/cli.js",
  "test",
  "--config",
  "test/app/playwright.config.ts",
  "app/kill",
];

const env = { ...process.env, MIDSUMMER_KILLS: count };
const steps = isBrowser ? [["setup/prepare.mjs", "test"], BROWSER] : [UNIT];
for (const step of steps) {
  process.exitCode = spawnSync(process.execPath, step, { env, stdio: "inherit" }).status ?? 1;
  if (process.exitCode !== 0) break;
}
