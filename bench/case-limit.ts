// The case `limit`: whole runs of the big and the small problem beside the native programs, in turns on one core.

import { readFileSync } from "node:fs";
import { instantiate } from "../src/kernel/kernel.ts";
import type { Kernel } from "../src/kernel/placed.ts";
import type { Lanes, Placed } from "../src/kernel/placed.ts";
import { lower } from "../src/program/lower.ts";
import { median, microseconds, spread } from "./measure.ts";
import { largestError, nativeBig, nativeSmall, type Build, type Native } from "./native.ts";
import { modelOf, readProblem, type Problem } from "./problem.ts";
import type { Result } from "./result.ts";

const STEPS_A_DAY = 2;
const LANES: readonly Lanes[] = [1, 2, 4, 8];
const BUILDS: readonly Build[] = ["x86-64-v2", "x86-64-v3", "native"];
/** Errors of RK4 with two steps a day, from the table in limit/README.md, with room for the order of additions. */
const LARGEST_ERROR = { big: 6e-7, small: 1e-6 };

export interface Options {
  readonly rounds: number;
}

export function runLimit({ rounds }: Options): Result[] {
  return (["big", "small"] as const).flatMap((name) => runProblem(name, rounds));
}

function runProblem(name: "big" | "small", rounds: number): Result[] {
  const problem = readProblem(name);
  const natives = BUILDS.flatMap((build): { build: Build; run: Native }[] => {
    const run = name === "big" ? nativeBig(build, STEPS_A_DAY) : nativeSmall(build, STEPS_A_DAY, problem);
    return run === undefined ? [] : [{ build, run }];
  });
  const ours = LANES.map((lanes) => ({ lanes, placed: placeProblem(problem, lanes) }));
  for (const { placed } of ours) warmUp(placed);
  const times = new Map<string, number[]>();
  const note = (key: string, value: number): void => void times.set(key, [...(times.get(key) ?? []), value]);
  for (let round = 0; round < rounds; round += 1) {
    for (const { build, run } of natives) {
      const { secondsPerRun, finalError } = run(name === "big" ? 25 : 2000);
      check(`${name} ${build}`, finalError, LARGEST_ERROR[name]);
      note(build, secondsPerRun * 1000);
    }
    for (const { lanes, placed } of ours) {
      const perRun = microseconds(() => simulateAll(placed), 150) / 1000 / lanes;
      check(`${name} ${lanes} lanes`, errorOf(placed, problem), LARGEST_ERROR[name]);
      note(`lanes ${lanes}`, perRun);
    }
  }
  return ours.flatMap(({ lanes }) =>
    BUILDS.filter((build) => times.has(build)).map((build): Result => {
      const [mine, theirs] = [times.get(`lanes ${lanes}`) ?? [], times.get(build) ?? []];
      // The ratio of each round, then its median: a slow moment falls on both sides of a round.
      const ratios = mine.map((time, round) => time / (theirs[round] ?? NaN));
      return {
        case: name,
        what: "run",
        lanes,
        median_ms: median(mine),
        spread: spread(mine),
        against: `limit-${build.replace("x86-64-", "")}`,
        against_ms: median(theirs),
        ratio: median(ratios),
      };
    }),
  );
}

function placeProblem(problem: Problem, lanes: Lanes): Placed {
  const lowered = lower(modelOf(problem, { method: "rk4", substeps: STEPS_A_DAY }));
  if (!lowered.ok) throw new Error(`the problem was not lowered: ${JSON.stringify(lowered.issues)}`);
  return benchKernel().place(lowered.value, lanes);
}

function benchKernel(): Kernel {
  const bytes = readFileSync(new URL("../build/kernel.wasm", import.meta.url));
  return instantiate(new WebAssembly.Module(bytes));
}

function simulateAll({ kernel, frame, lanes }: Placed): void {
  kernel.exports.simulate(frame.address, lanes);
}

/** The first runs are made by the quick compiler, up to ten times slower than the steady ones. */
function warmUp(placed: Placed): void {
  for (let run = 0; run < 30; run += 1) simulateAll(placed);
}

function errorOf(placed: Placed, problem: Problem): number {
  const state = placed.frame.vector(0);
  const errors = Array.from({ length: placed.lanes }, (_, lane) =>
    largestError(
      problem.reference.finalState.map((_value, row) => state[row * placed.lanes + lane] ?? NaN),
      problem.reference.finalState,
    ),
  );
  return Math.max(...errors);
}

function check(what: string, error: number, limit: number): void {
  if (!(error <= limit)) throw new Error(`${what}: the answer is off by ${error}, more than ${limit}`);
}
