// npm run bench [-- CASE…] [--json] [--rounds N] [--record]: measures, checks every answer, prints a table or JSON lines.

import { parseArgs } from "node:util";
import { CASES } from "./cases.ts";
import { record } from "./history.ts";
import { pin, unpin } from "./measure.ts";
import { table, type Result } from "./result.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: "7" },
    record: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const names = CASES.map(({ name }) => name);
if (positionals.some((name) => !names.includes(name)) || !Number.isInteger(rounds) || rounds < 1) {
  console.error(`usage: npm run bench [-- CASE…] [--json] [--rounds N] [--record]   cases: ${names.join(", ")}`);
  process.exit(2);
}
const chosen = CASES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const all: Result[] = [];
for (const each of chosen) {
  if (each.cores === "all") unpin();
  else if (pin() === undefined) console.error("taskset is missing: nothing is pinned, so figures scatter more");
  const results = await each.run({ rounds });
  if (values.json) for (const result of results) console.log(JSON.stringify(result));
  all.push(...results);
}
if (!values.json) console.log(table(all));
if (values.record) console.error(`Recorded in ${record(all)}.`);
