// Makes ready what a command needs: `node setup/prepare.mjs kernel | app | build | test`. Uses only Node's own modules.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findChromium } from "./chromium.mjs";
import { fingerprint, makeIfChanged } from "./fingerprint.mjs";
import { sourceCommit } from "./source-version.mjs";

const LOCK = "package-lock.json";
/** All that the built application is made from, besides the commit that it names. */
const APP_SOURCES = ["src", "public", "regions", "assembly", "setup", "package.json", LOCK];
const APP_STAMP = "build/app.stamp";

/** @type {Record<string, (() => void | Promise<void>)[]>} */
const STEPS = {
  kernel: [installPackages, buildKernel],
  app: [installPackages, buildKernel, buildAppIfChanged],
  build: [installPackages, buildKernel, buildApp],
  test: [installPackages, buildKernel, buildAppIfChanged, noteChromium],
};

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
try {
  checkNode();
  const steps = STEPS[process.argv[2] ?? ""];
  if (steps === undefined) throw new Error(`Say what to prepare: ${Object.keys(STEPS).join(", ")}.`);
  for (const step of steps) await step();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

/** Refuses a Node older than package.json asks for, before anything fails in a way that is harder to read. */
function checkNode() {
  const wanted = JSON.parse(readFileSync("package.json", "utf8")).engines.node.replace(">=", "");
  const [major = 0, minor = 0] = wanted.split(".").map(Number);
  const [foundMajor = 0, foundMinor = 0] = process.versions.node.split(".").map(Number);
  if (foundMajor > major || (foundMajor === major && foundMinor >= minor)) return;
  throw new Error(`Midsummer needs Node.js ${wanted} or newer; this is ${process.versions.node}. See nodejs.org.`);
}

/** `npm ci`, when the lock file or Node's major version (compiled packages hang on it) is not the one installed for. */
function installPackages() {
  const major = process.versions.node.replace(/\..*/, "");
  makeIfChanged({
    product: "node_modules",
    stamp: "node_modules/.midsummer-installed",
    key: fingerprint([LOCK], [major]),
    make: () => {
      console.log("Installing packages (npm ci); the first time takes about a minute.");
      const npm = process.env.npm_execpath;
      const words = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
      if (npm?.endsWith(".js")) run(process.execPath, npm, ...words);
      else run("npm", ...words);
    },
  });
}

/** `build/kernel.wasm`, when the assembly sources or the compiler changed. Written whole, then renamed. */
function buildKernel() {
  makeIfChanged({
    product: "build/kernel.wasm",
    stamp: "build/kernel.stamp",
    key: fingerprint(["assembly", "setup/smaller-kernel.mjs", LOCK]),
    make: () => {
      console.log("Building the kernel.");
      mkdirSync("build", { recursive: true });
      const options = ["--config", "assembly/asconfig.json", "--target", "release"];
      const next = "build/kernel-next.wasm";
      runPackage("assemblyscript/bin/asc.js", "assembly/index.ts", ...options, "--outFile", next);
      run(process.execPath, "setup/smaller-kernel.mjs", next);
      renameSync(next, "build/kernel.wasm");
    },
  });
}

/** `dist/`, when anything that goes into it changed. */
function buildAppIfChanged() {
  makeIfChanged({
    product: "dist/index.html",
    stamp: APP_STAMP,
    key: fingerprint(APP_SOURCES, [sourceCommit()]),
    make: () => {
      console.log("Building the application.");
      runPackage("vite/bin/vite.js", "build", "--config", "src/app/vite.config.ts");
    },
  });
}

/** `dist/`, in any case: for whoever asks for a build wants to see its sizes. */
function buildApp() {
  rmSync(APP_STAMP, { force: true });
  buildAppIfChanged();
}

/** Leaves the path of a working Chromium in `build/chromium-path`, where the browser tests look for it. */
async function noteChromium() {
  writeFileSync("build/chromium-path", await findChromium());
}

/**
 * Runs a program of an installed package.
 *
 * @param {string} file below node_modules
 * @param {...string} words
 */
function runPackage(file, ...words) {
  run(process.execPath, `node_modules/${file}`, ...words);
}

/**
 * @param {string} program
 * @param {...string} words
 */
function run(program, ...words) {
  const { status, error } = spawnSync(program, words, { stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) throw new Error(`Failed (status ${status}): ${[program, ...words].join(" ")}`);
}
