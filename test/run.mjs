// Runs every check of the house and ends in one line, `N passed, N failed`: `node test/run.mjs [static | unit | browser | speed]`.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * One check of a tool, or all the tests of a runner.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {Counts & { faults: string[] }} Report  `faults`: title of each failed test with what it said
 * @typedef {{ name: string, file: string, words: string[], report?: (path: string) => Report }} Check
 *   `file` is the tool's program below node_modules, or a file of ours; `report` reads the runner's JSON report
 */

/** @type {Check[]} */
const STATIC = [
  { name: "format (prettier)", file: "node_modules/prettier/bin/prettier.cjs", words: ["--check", "."] },
  { name: "lint (eslint)", file: "node_modules/eslint/bin/eslint.js", words: ["."] },
  ...["src/tsconfig.pure", "src/tsconfig.dom", "src/tsconfig.worker", "src/tsconfig.node", "test/tsconfig"].map(
    (project) => ({
      name: `types (${project})`,
      file: "node_modules/typescript/bin/tsc",
      words: ["--project", `${project}.json`],
    }),
  ),
  { name: "imports (dependency-cruiser)", file: "test/house/dependencies.mjs", words: [] },
];

const REPORTS = "build/reports";
/** @type {Check} */
const UNIT = {
  name: "unit, house and reference tests (vitest)",
  file: "node_modules/vitest/vitest.mjs",
  words: ["run", "--config", "test/vitest.config.ts", "--reporter=default", "--reporter=json"].concat(
    `--outputFile.json=${REPORTS}/unit.json`,
  ),
  report: (path) => {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = readReport(path);
    // A file that cannot be loaded has no tests to fail.
    const broken = testResults.filter(
      (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
        file.status === "failed" && file.assertionResults.length === 0,
    ).length;
    const faults = testResults.flatMap(faultsOfFile);
    return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests + numTodoTests, faults };
  },
};
/** @type {Check} */
const BROWSER = {
  name: "browser tests (playwright)",
  file: "node_modules/@playwright/test/cli.js",
  words: ["test", "--config", "test/app/playwright.config.ts", "--reporter=list,json"],
  report: (path) => {
    const { stats, errors, suites } = readReport(path);
    const failed = stats.unexpected + stats.flaky + errors.length;
    return { passed: stats.expected, failed, skipped: stats.skipped, faults: suites.flatMap(faultsOfSuite) };
  },
};

/** A report, that fails only where the bench itself does: figures of a shared machine scatter. @type {Check} */
const SPEED = {
  name: "speed beside the recorded (bench)",
  file: "node_modules/tsx/dist/cli.mjs",
  words: ["bench/compare.ts"],
};

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
mkdirSync(REPORTS, { recursive: true });
const part = process.argv[2] ?? "all";
if (!["all", "static", "unit", "browser", "speed"].includes(part)) {
  console.error(`There is no part “${part}”; say static, unit, browser or speed, or nothing for all.`);
  process.exit(1);
}

/** @type {Counts} */
const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const faults = [];
if (part === "all" || part === "static") await inPairs(STATIC);
// One after the other: the tests use the processors they find, and those in the browser wait for a page.
if (part === "all" || part === "unit") await run(UNIT, `${REPORTS}/unit.json`);
if (part === "all" || part === "browser") await run(BROWSER, `${REPORTS}/browser.json`);
if (part === "all" || part === "speed") await run(SPEED);

// Once more and short, at the end: a long log is often shown in part.
if (faults.length > 0) console.log(`\nWhat failed:\n\n${faults.join("\n\n")}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

/**
 * Two at a time: each uses about one processor.
 *
 * @param {Check[]} checks
 */
async function inPairs(checks) {
  const left = [...checks];
  const work = async () => {
    for (let check = left.shift(); check; check = left.shift()) await run(check);
  };
  await Promise.all([work(), work()]);
}

/**
 * Runs one check, adds its counts to the total, and prints its line, and all that the tool said unless all is well.
 *
 * @param {Check} check
 * @param {string} [reportPath] where the runner leaves its report
 */
async function run(check, reportPath) {
  if (reportPath) rmSync(reportPath, { force: true });
  const start = performance.now();
  const { status, output } = await outputOf(check, await environment(reportPath));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);

  const counts = countsOf(check, status, reportPath);
  for (const key of /** @type {const} */ (["passed", "failed", "skipped"])) total[key] += counts[key];
  if (counts.failed > 0) faults.push(`${check.name}\n${counts.faults.map(inBrief).join("\n")}`.trim());
  const mark = counts.failed > 0 ? "FAIL" : "pass";
  const numbers = check.report ? `  ${counts.passed} passed, ${counts.failed} failed` : "";
  console.log(`${mark}  ${check.name.padEnd(42)}${seconds.padStart(6)} s${numbers}`);
  // Linters print warnings with a good status; they are for reading.
  const isWarned = !check.report && /\bwarning\b/.test(output);
  if (counts.failed > 0 || isWarned) console.log(`\n${output.trim()}\n`);
}

/**
 * The counts of a runner's report, or one passed or failed for a tool. A runner that fails without a failed test, or
 * that runs no test, counts as one failure.
 *
 * @param {Check} check
 * @param {number | null} status
 * @param {string} [reportPath]
 * @returns {Report}
 */
function countsOf(check, status, reportPath) {
  const isGood = status === 0;
  if (!check.report || !reportPath) {
    return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, faults: [] };
  }
  try {
    const counts = check.report(reportPath);
    if (counts.failed === 0 && (!isGood || counts.passed === 0)) {
      console.log(`${check.name}: ${isGood ? "no test ran" : `ended with status ${status}`}.`);
      return { ...counts, failed: 1 };
    }
    return counts;
  } catch (error) {
    console.log(`${check.name}: left no report (${error instanceof Error ? error.message : error}).`);
    return { passed: 0, failed: 1, skipped: 0, faults: [] };
  }
}

/**
 * Failed tests of a file in vitest's report.
 *
 * @param {{ name: string, status: string, message: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }} file
 * @returns {string[]}
 */
function faultsOfFile({ name, status, message, assertionResults }) {
  if (status === "failed" && assertionResults.length === 0) return [`${name}: ${message}`];
  return assertionResults
    .filter((one) => one.status === "failed")
    .map((one) => `${one.fullName}: ${one.failureMessages.join("\n")}`);
}

/**
 * Failed tests of a suite, and of those in it, in Playwright's report.
 *
 * @typedef {{ title: string, ok: boolean, file: string, line: number, tests: { results: { error?: { message?: string } }[] }[] }} Spec
 * @typedef {{ specs?: Spec[], suites?: Suite[] }} Suite
 * @param {Suite} suite
 * @returns {string[]}
 */
function faultsOfSuite({ specs = [], suites = [] }) {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ title, file, line, tests }) => {
      const said = tests.flatMap(({ results }) => results.map(({ error }) => error?.message ?? ""));
      return `${file}:${line} ${title}: ${said.join("\n")}`;
    });
  return [...own, ...suites.flatMap(faultsOfSuite)];
}

/** @param {string} fault */
function inBrief(fault) {
  return `- ${fault.split("\n").slice(0, 8).join("\n  ")}`;
}

/**
 * @param {Check} check
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ status: number | null, output: string }>}
 */
function outputOf({ file, words }, env) {
  return new Promise((settle, reject) => {
    let output = "";
    const child = spawn(process.execPath, [file, ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    }
    child.on("error", reject).on("close", (status) => settle({ status, output }));
  });
}

/**
 * Without colours, which would stand as codes in a log; with a free port for the served application.
 *
 * @param {string} [reportPath]
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
async function environment(reportPath) {
  const { FORCE_COLOR: _, ...env } = process.env;
  const port = String(await freePort());
  return {
    ...env,
    NO_COLOR: "1",
    MIDSUMMER_TEST_PORT: port,
    PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath && resolve(reportPath),
  };
}

/** @returns {Promise<number>} a port that nobody listens on */
function freePort() {
  return new Promise((settle, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "localhost", () => {
      const address = server.address();
      server.close(() => settle(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** @param {string} path */
function readReport(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}
