// Finds a Chromium for the browser tests, or installs one.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const DEBIAN_CHROMIUM = "/usr/bin/chromium";

/**
 * The path of a Chromium that runs. Looked for in this order: $CHROMIUM_PATH, the one Playwright keeps, Debian's;
 * then Playwright's is downloaded; then, as root on Debian, the distribution's is installed.
 * A $CHROMIUM_PATH that does not run is an error, never passed over: whoever set it meant that one.
 */
export async function findChromium() {
  const wished = process.env.CHROMIUM_PATH;
  if (wished) {
    if (runs(wished)) return wished;
    throw new Error(`CHROMIUM_PATH is ${wished}, which does not run. Correct it, or unset it to let me look.`);
  }
  const { chromium } = await import("playwright");
  const playwrights = () => chromium.executablePath();
  if (runs(playwrights())) return playwrights();
  if (runs(DEBIAN_CHROMIUM)) return DEBIAN_CHROMIUM;

  console.log("No Chromium found; trying “playwright install chromium”.");
  spawnSync(process.execPath, ["node_modules/playwright/cli.js", "install", "chromium"], { stdio: "inherit" });
  if (runs(playwrights())) return playwrights();

  if (process.getuid?.() === 0) {
    console.log("Installing chromium with apt-get.");
    spawnSync("apt-get", ["update"], { stdio: "inherit" });
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["install", "-y", "chromium"], { stdio: "inherit", env: environment });
    if (runs(DEBIAN_CHROMIUM)) return DEBIAN_CHROMIUM;
  }
  throw new Error(
    "The browser tests need Chromium and none could be found or installed.\n" +
      "Install one (on Debian: apt-get install chromium) or set CHROMIUM_PATH to one that is there.",
  );
}

/**
 * Whether the program at `path` exists and tells its version.
 *
 * @param {string} path
 */
function runs(path) {
  return existsSync(path) && spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0;
}
