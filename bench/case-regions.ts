// The case `regions`: every region read, lowered and placed, and one run of each beside big.

import { readdirSync } from "node:fs";
import type { Placed } from "../src/kernel/placed.ts";
import { runIssues } from "../src/kernel/status.ts";
import { lower } from "../src/program/lower.ts";
import { benchKernel } from "./bench-kernel.ts";
import type { Case } from "./case.ts";
import { readAnew, readModel, refused, sourceOf } from "./document.ts";
import { javascriptKernel } from "./javascript.ts";
import { microseconds } from "./measure.ts";
import { readProblem } from "./problem.ts";
import type { Result } from "./result.ts";
import { figures, inTurns, type Turn } from "./turns.ts";
import { bigTurn, size, YARDSTICK } from "./yardstick.ts";

const JAVASCRIPT = "a run of big in javascript";

export const regionsCase: Case = {
  name: "regions",
  summary: "each region: read, lower and place its document, and one run",
  cores: "one",
  run({ rounds }) {
    const names = regionNames();
    const turns = names.map(regionTurn);
    const times = inTurns([bigTurn(), javascriptTurn(), ...turns.map(({ turn }) => turn)], rounds);
    return names.flatMap((name, index): Result[] => {
      const common = { case: name.replace(/^regions[/]|[.]yaml$/g, ""), lanes: 1 };
      const { placed } = turns[index] as Region; // as many as names
      const run = figures(times, `${name} run`, { name: "big", label: YARDSTICK }, size(placed()));
      const opened = ["open", "read", "lower", "place"].map((what) => ({
        ...common,
        what,
        ...figures(times, `${name} ${what}`, { name: "javascript", label: JAVASCRIPT }),
      }));
      return [...opened, { ...common, what: "run", ...run }];
    });
  },
};

interface Region {
  readonly turn: Turn;
  readonly placed: () => Placed;
}

/** Paths of all documents of places, without the models that they extend. */
function regionNames(): string[] {
  const folder = new URL("../regions/", import.meta.url);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".yaml") && !path.startsWith("models"))
    .map((path) => `regions/${path}`)
    .sort();
}

function regionTurn(name: string): Region {
  const source = sourceOf(name);
  const kernel = benchKernel();
  let placed: Placed | undefined;
  let digits: Float64Array | undefined;
  let round = 0;
  const turn: Turn = () => {
    kernel.clear();
    round += 1;
    const text = readAnew(source, round);
    const [model, read] = timed(() => readModel(text));
    const [program, lowering] = timed(() => lower(model));
    if (!program.ok) throw refused(program.issues);
    const [now, place] = timed(() => kernel.place(program.value, 1));
    placed = now;
    const simulate = (): void => kernel.exports.simulate(now.frame.address, 1);
    if (digits === undefined) for (let call = 0; call < 4; call += 1) simulate();
    const run = microseconds(simulate, 100) / 1000;
    digits = checked(name, now, digits);
    const parts = { read, lower: lowering, place, run, open: read + lowering + place };
    return Object.fromEntries(Object.entries(parts).map(([what, time]) => [`${name} ${what}`, time]));
  };
  const current = (): Placed => {
    if (placed === undefined) throw new Error(`${name} was not measured`);
    return placed;
  };
  return { turn, placed: current };
}

/** The digits of the run, which are finite, without an error, and the same in every round. */
function checked(name: string, placed: Placed, before: Float64Array | undefined): Float64Array {
  const found = placed.frame.trajectory.slice();
  const errors = runIssues(placed, 0).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw refused(errors);
  if (!found.every((value, index) => Number.isFinite(value) && (before === undefined || value === before[index]))) {
    throw new Error(`${name}: the run is not finite, or differs from the one before`);
  }
  return found;
}

/** What `work` returns, and its milliseconds of processor time. */
function timed<T>(work: () => T): [T, number] {
  const start = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(start);
  return [value, (user + system) / 1000];
}

function javascriptTurn(): Turn {
  const kernel = javascriptKernel(readProblem("big"));
  for (let call = 0; call < 3; call += 1) kernel.run(2);
  return () => ({ javascript: microseconds(() => void kernel.run(2), 100) / 1000 });
}
