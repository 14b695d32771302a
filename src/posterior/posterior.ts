// The log posterior of a document's calibrated parameters: priors + targets, over the real line, with its terms.

import { STATUS_OK, STATUS_OUTPUT_NOT_FINITE } from "../../assembly/layout.ts";
import type { Issue } from "../base/issue.ts";
import { hasGradient, placeGradient, type PlacedGradient } from "../kernel/place-adjoint.ts";
import type { Placed } from "../kernel/placed.ts";
import { together, widest } from "../kernel/widest.ts";
import { movedInside } from "../model/prior-support.ts";
import type { LogDensity } from "../sampler/contract.ts";
import { gradientIssues } from "../program/gradient-issues.ts";
import { transformOf } from "../program/inference.ts";
import { setPoints } from "./many.ts";
import { fromUnitCube } from "./prior-draws.ts";

/** The parts of one evaluation, every normalising constant counted. */
export interface Terms {
  readonly logPrior: number;
  /** Sum over all points of all targets; −Infinity where the model has no finite answer. */
  readonly logLikelihood: number;
}

export interface Evaluation extends Terms {
  readonly logJacobian: number;
  /** True where the run itself failed, rather than the likelihood being zero. */
  readonly failed: boolean;
}

export interface Posterior extends LogDensity {
  /** Names of the calibrated parameters, in the order of the document's priors. */
  readonly names: readonly string[];
  /** Unconstrained vector of the document's values; one on an end of its prior's support moves a little inside. */
  readonly start: Float64Array;
  /** [D] unconstrained → [D] natural scale. */
  toNatural(z: ArrayLike<number>): Float64Array;
  /** [D] natural scale → [D] unconstrained. */
  toReal(theta: ArrayLike<number>): Float64Array;
  /** A point of the prior, from uniform numbers; not finite where they make no distribution. @param z [D] overwritten */
  fromUnit(unit: Float64Array, z: Float64Array): void;
  /**
   * Gradient of log prior + log likelihood by the parameters at a natural vector, without Jacobian. Absent with `gradient`.
   * Not a number where their sum is not finite.
   */
  naturalGradient?(theta: ArrayLike<number>): Float64Array;
  /** Log prior and log likelihood at a natural vector, without Jacobian; other parameters at the document's values. */
  terms(theta: ArrayLike<number>): Terms;
  /** Where the gradient is not to be trusted, by name; empty where it is. */
  readonly gradientIssues: readonly Issue[];
  /** The terms of the latest `evaluate`. */
  readonly last: Evaluation;
}

/** The posterior of a program placed with one lane. */
export function posterior(placed: Placed): Posterior {
  const { kernel, frame, program } = placed;
  if (placed.lanes !== 1) throw new RangeError("a posterior wants a program placed with one lane");
  if (program.model.integrator.method === "tau-leap") throw new RangeError("one random run has no likelihood");
  const { priors, parameters } = program.model;
  const bounds = priors.map(({ lower, upper }) => ({ kind: transformOf(lower, upper), lower, upper }));
  const map = (vector: ArrayLike<number>, convert: "toNatural" | "toReal"): Float64Array =>
    Float64Array.from(bounds, ({ kind, lower, upper }, index) =>
      kernel.exports[convert](kind, vector[index] ?? NaN, lower, upper),
    );
  const calibrated = new Set(priors.map(({ parameter }) => parameter));
  const fixed = parameters.flatMap(({ value }, index) => (calibrated.has(index) ? [] : [{ index, value }]));
  // Another run of the same placed program may have left other values there.
  const setFixed = (values: Float64Array, lanes = 1): void => {
    for (const { index, value } of fixed) values.fill(value, index * lanes, (index + 1) * lanes);
  };
  let placedGradient: PlacedGradient | undefined;
  let last: Evaluation = { logPrior: NaN, logLikelihood: NaN, logJacobian: NaN, failed: false };
  return {
    dimension: priors.length,
    names: priors.map(({ parameter }) => parameters[parameter]?.name ?? ""),
    start: map(
      priors.map((prior) => movedInside(prior, parameters[prior.parameter]?.value ?? NaN)),
      "toReal",
    ),
    toNatural: (z) => map(z, "toNatural"),
    toReal: (theta) => map(theta, "toReal"),
    fromUnit: fromUnitCube(placed, (theta) => map(theta, "toReal")),
    terms(theta) {
      const values = frame.parameters;
      setFixed(values);
      priors.forEach(({ parameter }, index) => (values[parameter] = theta[index] ?? NaN));
      kernel.exports.logPosteriorNatural(frame.address, 1);
      const { logPrior, logLikelihood } = read(placed, 0);
      return { logPrior, logLikelihood };
    },
    evaluate(z) {
      setFixed(frame.parameters);
      frame.unconstrained.set(z);
      kernel.exports.logPosterior(frame.address, 1);
      last = read(placed, 0);
      return densityOf(last);
    },
    ...(hasGradient(placed) && {
      naturalGradient(theta: ArrayLike<number>): Float64Array {
        placedGradient ??= placeGradient(placed);
        setFixed(frame.parameters);
        frame.unconstrained.set(map(theta, "toReal"));
        placedGradient.evaluate();
        const { logPrior, logLikelihood } = read(placed, 0);
        const slopes = placedGradient.natural(0);
        return Number.isFinite(logPrior + logLikelihood) ? slopes : slopes.fill(NaN);
      },
      gradient(z: Float64Array, gradient: Float64Array): number {
        placedGradient ??= placeGradient(placed);
        setFixed(frame.parameters);
        frame.unconstrained.set(z);
        placedGradient.evaluate();
        gradient.set(placedGradient.gradient);
        last = read(placed, 0);
        return densityOf(last);
      },
    }),
    evaluateMany(points, densities, remarks) {
      const wide = widest(placed);
      for (let first = 0; first < densities.length;) {
        const count = together(densities.length - first, wide.lanes);
        const used = count === 1 ? placed : wide;
        setFixed(used.frame.parameters, used.lanes);
        setPoints(used, points, first, count);
        kernel.exports.logPosterior(used.frame.address, used.lanes);
        for (let lane = 0; lane < count; lane += 1) {
          const evaluation = read(used, lane);
          densities[first + lane] = densityOf(evaluation);
          remarks[first + lane] = remarkOf(evaluation);
        }
        first += count;
      }
    },
    remark: () => remarkOf(last),
    get gradientIssues() {
      return gradientIssues(program);
    },
    get last() {
      return last;
    },
  };
}

/** What the latest evaluation left in one lane. */
function read({ frame, lanes }: Placed, lane: number): Evaluation {
  const parts = frame.logDensity;
  const part = (n: number): number => parts[n * lanes + lane] ?? NaN;
  const { status } = frame.status(lane);
  return {
    logPrior: part(0),
    logLikelihood: part(1),
    logJacobian: part(2),
    failed: status !== STATUS_OK && status !== STATUS_OUTPUT_NOT_FINITE,
  };
}

function densityOf({ logPrior, logLikelihood, logJacobian }: Evaluation): number {
  const density = logPrior + logLikelihood + logJacobian;
  // A sum that is not a number (−∞ + ∞ at the edge of a transform) has no density either.
  return Number.isNaN(density) ? -Infinity : density;
}

function remarkOf({ logPrior, logLikelihood }: Evaluation): number {
  return logPrior + logLikelihood;
}
