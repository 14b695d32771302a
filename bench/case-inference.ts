// The case `inference`: what an effective draw costs, warm-up included, beside the plain sampler in C.

import { readFileSync } from "node:fs";
import { posterior, type Posterior } from "../src/posterior/posterior.ts";
import { openDocument } from "../src/run/open.ts";
import type { Numeric } from "../src/sampler/contract.ts";
import { bulkSize } from "../src/sampler/effective-size.ts";
import { imis } from "../src/sampler/imis.ts";
import { kishSize, PARETO_K_LIMIT, paretoSmooth, relativeWeights } from "../src/sampler/importance-weights.ts";
import { weightedMean } from "../src/sampler/weighted-summary.ts";
import { benchKernel } from "./bench-kernel.ts";
import type { Case } from "./case.ts";
import { microseconds } from "./measure.ts";
import { nativeMetropolis } from "./native.ts";
import type { Result } from "./result.ts";
import { figures, inTurns, type Turn } from "./turns.ts";

/** Steps of RK4 as limit/metropolis.c takes them: errors of the log density of at most 1.7e-4, 6e-3 and 1.1e-3. */
const PROBLEMS = [
  { name: "boarding_school_sir", step: 0.1, logDensityError: 2e-4 },
  { name: "seir_switch_weekly", step: 0.5, logDensityError: 7e-3 },
  { name: "tb_like_longrun", step: 0.25, logDensityError: 1.2e-3 },
] as const;
type Problem = (typeof PROBLEMS)[number];

const CHAINS = 4;
/** Points that are evaluated side by side. */
const LANES = 8;
const NATIVE = { chains: CHAINS, warmup: 10_000, draws: 40_000 };
const OURS = { warmup: 1000, draws: 16_000 };
/** A mean off by more than this share of the posterior's standard deviation is a wrong answer: ten standard errors of 400 effective draws. */
const LARGEST_DISTANCE = 0.5;

export const inferenceCase: Case = {
  name: "inference",
  summary: "an effective draw, warm-up included, and one log posterior, beside random-walk Metropolis in C",
  cores: "one",
  run: ({ rounds }) => PROBLEMS.flatMap((problem) => runProblem(problem, rounds)),
};

interface Recorded {
  readonly model: { readonly parameter_order: readonly string[] };
  readonly reference: Readonly<Record<string, { readonly mean: number; readonly sd: number }>>;
  readonly log_posterior_at: readonly {
    readonly theta: Readonly<Record<string, number>>;
    readonly log_likelihood: number;
  }[];
}

function runProblem(problem: Problem, rounds: number): Result[] {
  const [ours, density] = imisTurns(problem);
  const native = nativeMetropolis(problem.name, NATIVE);
  const { numeric } = benchKernel();
  let seed = 0;
  const theirs: Turn = () => {
    const drawn = native?.((seed += 1));
    if (drawn === undefined) return {};
    const metropolis = (1000 * drawn.seconds) / smallestBulk(drawn.chains, numeric, problem);
    return { metropolis, iteration: drawn.microsecondsPerIteration / 1000 };
  };
  const times = inTurns([ours, density, theirs], rounds);
  const label = "metropolis-v2";
  const draw = figures(times, "imis", { name: "metropolis", label });
  return [
    { case: problem.name, what: "effective draw", lanes: LANES, ...draw },
    ...[1, LANES].map((lanes) => ({
      case: problem.name,
      what: "log posterior",
      lanes,
      ...figures(times, `density ${lanes}`, { name: "iteration", label: `${label}, an iteration` }),
    })),
  ];
}

/** Smallest bulk effective size over the parameters. */
function smallestBulk(chains: readonly Float64Array[], numeric: Numeric, problem: Problem): number {
  const width = recorded(problem).model.parameter_order.length;
  const sizes = Array.from({ length: width }, (_, parameter) =>
    bulkSize(
      chains.map((chain) => chain.filter((_value, position) => position % width === parameter)),
      numeric,
    ),
  );
  return Math.min(...sizes.map((size) => size ?? NaN));
}

/**
 * All chains of one seed after the other, in one kernel; the seed goes up from turn to turn. And one log posterior, alone
 * and eight on lanes, checked to have the same bits.
 */
function imisTurns(problem: Problem): [Turn, Turn] {
  const kernel = benchKernel();
  const opened = openDocument(documentOf(problem), kernel);
  if (!opened.ok) throw new Error(`${problem.name} was refused: ${JSON.stringify(opened.issues)}`);
  const target = posterior(opened.value.placed);
  const truth = recorded(problem);
  for (const { theta, log_likelihood } of truth.log_posterior_at) {
    const { logLikelihood } = target.terms(target.names.map((name) => theta[name] ?? NaN));
    if (!(Math.abs(logLikelihood - log_likelihood) <= problem.logDensityError)) {
      throw new Error(`${problem.name}: the log likelihood is off by ${logLikelihood - log_likelihood}`);
    }
  }
  let seed = 0;
  const sampled = (): Record<string, number> => {
    seed += 1;
    const before = process.cpuUsage();
    const draws: Float64Array[] = [];
    const logWeights: number[] = [];
    for (let number = 0; number < CHAINS; number += 1) {
      const tools = { density: target, numeric: kernel.numeric, random: kernel.random(seed, number) };
      const started = imis.start(tools, OURS, target.start);
      if (!started.ok) throw new Error(`${problem.name}: no start`);
      for (const chain = started.value; !chain.finished;) {
        const row = chain.move();
        if (row === null || row.isWarmup) continue;
        draws.push(target.toNatural(row.z));
        logWeights.push(row.logWeight);
      }
    }
    const { user, system } = process.cpuUsage(before);
    const size = sizeOf(problem, target.names, draws, Float64Array.from(logWeights), kernel.numeric);
    return { imis: (user + system) / 1000 / size };
  };
  return [sampled, densityTurn(target)];
}

/** A log posterior near the start, in milliseconds per point. */
function densityTurn(target: Posterior): Turn {
  const width = target.start.length;
  const points = Float64Array.from({ length: LANES * width }, (_, n) => {
    return (target.start[n % width] ?? NaN) + 0.001 * Math.floor(n / width);
  });
  const found = new Float64Array(LANES);
  const alone = (): void => {
    for (let point = 0; point < LANES; point += 1) {
      found[point] = target.evaluate(points.subarray(point * width, (point + 1) * width));
    }
  };
  const remarks = new Float64Array(LANES);
  const together = (): void => {
    if (target.evaluateMany === undefined) throw new Error("there are no lanes");
    target.evaluateMany(points, found, remarks);
  };
  return () => {
    const one = microseconds(alone, 50) / 1000 / LANES;
    const expected = found.slice();
    const many = microseconds(together, 50) / 1000 / LANES;
    if (!found.every((value, point) => value === expected[point])) throw new Error("lanes have other bits");
    return { "density 1": one, [`density ${LANES}`]: many };
  };
}

/** Kish's number, once the means are found near the recorded ones. */
function sizeOf(
  problem: Problem,
  names: readonly string[],
  draws: readonly Float64Array[],
  logWeights: Float64Array,
  numeric: Numeric,
): number {
  const { paretoK } = paretoSmooth(logWeights, numeric);
  if (!(paretoK < PARETO_K_LIMIT))
    throw new Error(`${problem.name}: Pareto k is ${paretoK}, so the draws do not count`);
  const weights = relativeWeights(logWeights, numeric);
  names.forEach((name, parameter) => {
    const { mean = NaN, sd = NaN } = recorded(problem).reference[name] ?? {};
    const found = weightedMean(
      Float64Array.from(draws, (draw) => draw[parameter] ?? NaN),
      weights,
    );
    if (!(Math.abs(found - mean) < LARGEST_DISTANCE * sd))
      throw new Error(`${problem.name}: ${name} is ${found}, not ${mean}`);
  });
  return kishSize(logWeights, numeric);
}

function recorded({ name }: Problem): Recorded {
  // The file's form is described in its folder's README.md.
  return JSON.parse(
    readFileSync(new URL(`../test/reference/posteriors/${name}.json`, import.meta.url), "utf8"),
  ) as Recorded;
}

/** The recorded document with fixed steps. */
function documentOf({ name, step }: Problem): string {
  const text = readFileSync(new URL(`../test/reference/posteriors/${name}.yaml`, import.meta.url), "utf8");
  return text.replace(/^integrator: .*$/m, `integrator: { method: rk4, step: ${step} }`);
}
