// The case `limit`: big and small beside the native programs and plain JavaScript, in turns on one core.

import type { Lanes, Placed } from "../src/kernel/placed.ts";
import { benchKernel, lowered } from "./bench-kernel.ts";
import type { Case } from "./case.ts";
import { javascriptKernel } from "./javascript.ts";
import { microseconds } from "./measure.ts";
import { largestError, nativeBig, nativeSmall, type Build } from "./native.ts";
import { modelOf, readProblem, type Problem } from "./problem.ts";
import type { Result } from "./result.ts";
import { figures, inTurns, type Turn } from "./turns.ts";

const STEPS_A_DAY = 2;
const LANES: readonly Lanes[] = [1, 2, 4, 8];
const BUILDS: readonly Build[] = ["x86-64-v2", "x86-64-v3", "native"];
/** Errors of RK4 with two steps a day, from the table in limit/README.md, with room for the order of additions. */
const LARGEST_ERROR = { big: 6e-7, small: 1e-6 };
/** A moment between two knots, as limit.c has it. */
const RHS_TIME = 50.3;

type Name = keyof typeof LARGEST_ERROR;

export const limitCase: Case = {
  name: "limit",
  summary: "right-hand sides and whole runs of big and small, RK4 with two steps a day over 365 days",
  cores: "one",
  run: ({ rounds }) => (["big", "small"] as const).flatMap((name) => runProblem(name, rounds)),
};

function runProblem(name: Name, rounds: number): Result[] {
  const problem = readProblem(name);
  const natives = BUILDS.map((build) => nativeTurn(name, build, problem)).filter((turn) => turn !== undefined);
  const ours = LANES.map((lanes) => lanesTurn(name, lanes, problem));
  const times = inTurns([...natives, ...ours, javascriptTurn(name, problem)], rounds);
  const against = [
    ...BUILDS.map((build): { name: string; label: string } => ({
      name: build,
      label: `limit-${build.replace("x86-64-", "")}`,
    })),
    { name: "javascript", label: "javascript" },
  ].filter((one) => times.has(`${one.name} run`));
  return (["run", "rhs"] as const).flatMap((what) =>
    LANES.flatMap((lanes) =>
      against.map((one): Result => {
        const other = { name: `${one.name} ${what}`, label: one.label };
        return { case: name, what, lanes, ...figures(times, `${lanes} ${what}`, other) };
      }),
    ),
  );
}

function nativeTurn(name: Name, build: Build, problem: Problem): Turn | undefined {
  const run = name === "big" ? nativeBig(build, STEPS_A_DAY) : nativeSmall(build, STEPS_A_DAY, problem);
  if (run === undefined) return undefined;
  return () => {
    const { secondsPerRun, secondsPerRhs, finalError } = run(name === "big" ? 25 : 2000);
    check(`${name} ${build}`, finalError, LARGEST_ERROR[name]);
    return { [`${build} run`]: secondsPerRun * 1000, [`${build} rhs`]: secondsPerRhs * 1000 };
  };
}

/** Our kernel: times per run, or per right-hand side, and lane. */
function lanesTurn(name: Name, lanes: Lanes, problem: Problem): Turn {
  const program = lowered(modelOf(problem, { method: "rk4", substeps: STEPS_A_DAY }));
  const placed = benchKernel().place(program, lanes);
  const { exports } = placed.kernel;
  const { address } = placed.frame;
  const simulate = (): void => exports.simulate(address, lanes);
  const evaluate = (): void => exports.evaluateRightHandSide(address, lanes, RHS_TIME, 1000);
  // The first calls are made by the quick compiler, up to ten times slower than the steady ones.
  for (let call = 0; call < 30; call += 1) {
    simulate();
    evaluate();
  }
  return () => {
    const rhs = microseconds(evaluate, 40) / 1000 / 1000 / lanes;
    const run = microseconds(simulate, 120) / 1000 / lanes;
    check(`${name} ${lanes} lanes`, errorOf(placed, problem), LARGEST_ERROR[name]);
    return { [`${lanes} run`]: run, [`${lanes} rhs`]: rhs };
  };
}

function javascriptTurn(name: Name, problem: Problem): Turn {
  const kernel = javascriptKernel(problem);
  const y = Float64Array.from(problem.initialState);
  const dy = new Float64Array(y.length);
  let end = kernel.run(STEPS_A_DAY);
  return () => {
    const run = microseconds(() => void (end = kernel.run(STEPS_A_DAY)), 120) / 1000;
    check(`${name} in JavaScript`, largestError([...end], problem.reference.finalState), LARGEST_ERROR[name]);
    const rhs = microseconds(() => {
      for (let call = 0; call < 100; call += 1) kernel.rightHandSide(RHS_TIME, y, dy);
    }, 40);
    return { "javascript run": run, "javascript rhs": rhs / 100 / 1000 };
  };
}

function errorOf(placed: Placed, problem: Problem): number {
  const { finalState } = problem.reference;
  const state = placed.frame.vector(0);
  const errors = Array.from({ length: placed.lanes }, (_, lane) =>
    largestError(
      finalState.map((_value, row) => state[row * placed.lanes + lane] ?? NaN),
      finalState,
    ),
  );
  return Math.max(...errors);
}

function check(what: string, error: number, limit: number): void {
  if (!(error <= limit)) throw new Error(`${what}: the answer is off by ${error}, more than ${limit}`);
}
