// npm run bench [-- CASE] [--json] [--rounds N]: measures, checks every answer, prints a table or a JSON line per figure.

import { parseArgs } from "node:util";
import { runLimit, type Options } from "./case-limit.ts";
import { pin } from "./measure.ts";
import { table, type Result } from "./result.ts";

const CASES: Record<string, (options: Options) => Result[]> = { limit: runLimit };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false }, rounds: { type: "string", default: "7" } },
});
const rounds = Number(values.rounds);
const unknown = positionals.filter((name) => !(name in CASES));
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  console.error(`usage: npm run bench [-- CASE…] [--json] [--rounds N]   cases: ${Object.keys(CASES).join(", ")}`);
  process.exit(2);
}
const core = pin();
if (core === undefined) console.error("taskset is missing: nothing is pinned to a core, so figures scatter more");
const chosen = positionals.length > 0 ? positionals : Object.keys(CASES);
const results = chosen.flatMap((name) => CASES[name]?.({ rounds }) ?? []);
console.log(values.json ? results.map((result) => JSON.stringify(result)).join("\n") : table(results));
