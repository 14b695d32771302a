// Builds and runs the native limits, with the vectors that WebAssembly has (128 bits, x86-64-v2) and wider ones.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Problem } from "./problem.ts";

export type Build = "x86-64-v2" | "x86-64-v3" | "native";

const folder = fileURLToPath(new URL("../build/native/", import.meta.url));

/** Seconds of processor time per run, and the state at the end to check it by. */
export interface NativeRun {
  readonly secondsPerRun: number;
  /** One evaluation of the right-hand side alone. */
  readonly secondsPerRhs: number;
  /** Largest error of a final state, relative, or in people below one person. */
  readonly finalError: number;
}

/** A native program: runs the problem `repetitions` times and returns the median. Undefined where it cannot be built. */
export type Native = (repetitions: number) => NativeRun;

/** The hand-specialised native program for the big problem. */
export function nativeBig(build: Build, stepsADay: number): Native | undefined {
  const program = compile("limit/limit.c", `limit-${build}`, build, []);
  if (program === undefined) return undefined;
  return (repetitions) => {
    const line = run(program, [String(1 / stepsADay), "365", String(repetitions)]);
    return { ...timesOf(line), finalError: Number(line["final_error"]) };
  };
}

/** The same for the small one. */
export function nativeSmall(build: Build, stepsADay: number, problem: Problem): Native | undefined {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}small-data.h`, smallHeader(problem));
  const program = compile("small-limit.c", `small-${build}`, build, [`-DSMALL_DATA="${folder}small-data.h"`]);
  if (program === undefined) return undefined;
  return (repetitions) => {
    const line = run(program, [String(stepsADay), "365", String(repetitions)]);
    const final = line["final"];
    if (!Array.isArray(final)) throw new Error("the native program printed no final state");
    return { ...timesOf(line), finalError: largestError(final.map(Number), problem.reference.finalState) };
  };
}

/** Draws of the plain sampler, and the processor time that all of it took. */
export interface NativeDraws {
  readonly seconds: number;
  /** Of one iteration after warmup: a proposal with its log posterior. */
  readonly microsecondsPerIteration: number;
  /** One array per chain, [draw][parameter], on the scale of the model. */
  readonly chains: readonly Float64Array[];
}

/** The plain Metropolis sampler of limit/README.md on one of its problems. Undefined where it cannot be built. */
export function nativeMetropolis(
  problem: string,
  plan: { readonly chains: number; readonly warmup: number; readonly draws: number },
): ((seed: number) => NativeDraws) | undefined {
  const program = compile("limit/metropolis.c", "metropolis-x86-64-v2", "x86-64-v2", []);
  if (program === undefined) return undefined;
  const file = `${folder}${problem}.f64`;
  return (seed) => {
    const words = [plan.chains, plan.warmup, plan.draws, seed].map(String);
    const line = run(program, [problem, ...words, file]);
    const bytes = readFileSync(file);
    const all = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
    const each = all.length / plan.chains;
    return {
      seconds: Number(line["burn_seconds"]) + Number(line["sampling_seconds"]),
      microsecondsPerIteration: Number(line["microseconds_per_iteration"]),
      chains: Array.from({ length: plan.chains }, (_, chain) => all.slice(chain * each, (chain + 1) * each)),
    };
  };
}

function timesOf(line: Record<string, unknown>): { secondsPerRun: number; secondsPerRhs: number } {
  return { secondsPerRun: Number(line["seconds_per_run"]), secondsPerRhs: Number(line["rhs_ns"]) * 1e-9 };
}

/** Largest error of a state, relative, or in people below one person: as limit.c counts it. */
export function largestError(found: readonly number[], expected: readonly number[]): number {
  const errors = expected.map((value, index) => Math.abs((found[index] ?? NaN) - value) / Math.max(1, Math.abs(value)));
  return errors.reduce((worst, error) => (error <= worst ? worst : error), 0);
}

function smallHeader({ parameters, knots, initialState }: Problem): string {
  const season = knots["season"] ?? { times: [], values: [] };
  const names = ["transmission", "progress", "recover", "mortality", "births"];
  const list = (values: readonly number[]): string => `{${values.join(", ")}}`;
  const numbers = names.map((name) => parameters[name]).join(", ");
  return `#define KNOTS ${season.times.length}\n#define DATA {${numbers}, ${list(initialState)}, ${list(season.times)}, ${list(season.values)}}\n`;
}

function compile(source: string, name: string, build: Build, defines: readonly string[]): string | undefined {
  mkdirSync(folder, { recursive: true });
  const program = `${folder}${name}`;
  const path = fileURLToPath(new URL(source, import.meta.url));
  const flags = ["-std=c99", "-Wall", "-O3", `-march=${build}`, "-ffp-contract=fast", ...defines];
  const compiled = spawnSync(process.env["CC"] ?? "gcc", [...flags, "-o", program, path, "-lm"], { encoding: "utf8" });
  if (compiled.status !== 0 || !existsSync(program)) {
    console.error(`${source} was not built for ${build}: ${compiled.error?.message ?? compiled.stderr}`);
    return undefined;
  }
  return program;
}

function run(program: string, args: readonly string[]): Record<string, unknown> {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Record<string, unknown>; // one line of JSON, see the programs
}
