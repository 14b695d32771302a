// `npm run kill [N]`: kills a calibration of the command line with SIGKILL at N random moments (20), and lets it go on.
import { spawnSync } from "node:child_process";

const words = ["node_modules/vitest/vitest.mjs", "run", "--config", "test/vitest.config.ts", "test/run/kill.test.ts"];
const env = { ...process.env, MIDSUMMER_KILLS: process.argv[2] ?? "20" };
process.exitCode = spawnSync(process.execPath, words, { env, stdio: "inherit" }).status ?? 1;
