// How much observations of a model can tell of its parameters: the expected Fisher information of the targets.
//
//     F[j, l] = Σ over observations of E[ s_j(y) s_l(y) ],   s_j(y) = ∂ log p(y | z) / ∂ z_j
//
// y being what might be observed if the parameters were true. It needs no data, and no derivative of any likelihood: the
// expectation is a sum over quantiles of each observation, and a program whose targets hold these quantiles in place of
// the data evaluates all their log likelihoods at once.

import { hasErrors, type Answer } from "../base/issue.ts";
import type { Placed } from "../kernel/placed.ts";
import { evaluate } from "../model/formula.ts";
import type { Model, Target, TargetArgument } from "../model/model.ts";
import { lower } from "../program/lower.ts";
import { modelledValues, pointLogLikelihoods } from "./observations.ts";
import { posterior } from "./posterior.ts";

/** Nodes of the expectation: the trapezoidal rule over a standard normal variate, which is exact to 1e-7 for polynomials. */
const REACH = 4;
const SPACING = 0.5;
/** A step of a score's difference, in widths of the posterior: the cubic part of a log likelihood is then below 1e-3. */
const STEP = 0.05;

/** One node: a quantile, and its share of the expectation. */
interface Node {
  readonly chance: number;
  readonly share: number;
}

/**
 * The information of the targets about the calibrated parameters on the real line, at a point. Weights of observations
 * count; an output that has a distribution of its own counts as an observation with that distribution's width.
 *
 * @param placed  of one lane; its latest evaluation is lost
 * @param z       [n]
 * @param widths  [n] about as wide as the posterior is, for the steps of differences
 * @returns [n, n] row-major. Errors: those of lowering; a program that does not fit throws a RangeError.
 */
export function expectedInformation(placed: Placed, z: Float64Array, widths: Float64Array): Answer<Float64Array> {
  const { kernel } = placed;
  const { model } = placed.program;
  posterior(placed).evaluate(z);
  const nodes = nodesOf(placed);
  const sources = model.targets.map((target, position) => ({ target, position }));
  const drawn = sources.filter(({ target }) => target.ofOutput !== true);
  const replicas = nodes.flatMap(({ chance }, node) =>
    drawn.map(({ target, position }) => replicaOf(placed, { target, position, chance, node })),
  );
  const own = sources.flatMap(({ target }) => (target.ofOutput === true ? [target] : []));
  const lowered = lower({ ...model, targets: [...replicas, ...own] });
  if (!lowered.ok || hasErrors(lowered.issues)) return { ok: false, issues: lowered.issues };
  const twin = kernel.place(lowered.value, 1);
  const slopes = slopesOf(twin, z, widths);
  const information = new Float64Array(z.length * z.length);
  nodes.forEach(({ share }, node) => {
    drawn.forEach(({ target }, position) => {
      const at = node * drawn.length + position;
      addProducts(information, slopes.logs, at, (point) => share * weightOf(target, point));
    });
  });
  own.forEach((target, position) => {
    const precision = ownPrecision(target, model, posterior(placed).toNatural(z));
    addProducts(information, slopes.modelled, replicas.length + position, () => precision);
  });
  return { ok: true, value: information, issues: [] };
}

function nodesOf({ kernel: { numeric, exports } }: Placed): Node[] {
  const places = Array.from({ length: (2 * REACH) / SPACING + 1 }, (_, node) => -REACH + node * SPACING);
  const raw = places.map((x) => numeric.exp(-0.5 * x * x));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return places.map((x, node) => ({ chance: exports.normalCdf(x), share: (raw[node] ?? NaN) / total }));
}

interface Replica {
  readonly target: Target;
  readonly position: number;
  readonly chance: number;
  readonly node: number;
}

/** A target that observes one quantile of each observation. */
function replicaOf({ kernel, frame }: Placed, { target, position, chance, node }: Replica): Target {
  const values = target.values.map((_, point) =>
    kernel.exports.pointQuantile(frame.address, 1, 0, position, point, chance),
  );
  return { ...target, name: `${target.name}_${node}`, values };
}

type Slopes = readonly (readonly Float64Array[])[];

/** [parameter][target][point] Central differences of log likelihoods and of the model's values, by z. */
function slopesOf(twin: Placed, z: Float64Array, widths: Float64Array): { logs: Slopes; modelled: Slopes } {
  const target = posterior(twin);
  const at = (moved: Float64Array): { logs: Float64Array[]; modelled: Float64Array[] } => {
    target.evaluate(moved);
    return { logs: pointLogLikelihoods(twin), modelled: modelledValues(twin) };
  };
  const pairs = Array.from(z, (value, j) => {
    const step = STEP * (widths[j] ?? NaN);
    const above = at(z.with(j, value + step));
    const below = at(z.with(j, value - step));
    return { above, below, step };
  });
  const difference = (of: "logs" | "modelled"): Slopes =>
    pairs.map(({ above, below, step }) =>
      above[of].map((values, row) =>
        values.map((upper, point) => (upper - (below[of][row]?.[point] ?? NaN)) / (2 * step)),
      ),
    );
  return { logs: difference("logs"), modelled: difference("modelled") };
}

/** Adds the products of all pairs of slopes at the points of one target. `information` is overwritten. */
function addProducts(
  information: Float64Array,
  slopes: Slopes,
  target: number,
  factor: (point: number) => number,
): void {
  const n = slopes.length;
  const points = slopes[0]?.[target]?.length ?? 0;
  for (let point = 0; point < points; point += 1) {
    const scale = factor(point);
    for (let j = 0; j < n; j += 1) {
      for (let l = 0; l < n; l += 1) {
        // What is not a number is an observation that the model makes no distribution of there: it tells nothing.
        const term = scale * (slopes[j]?.[target]?.[point] ?? NaN) * (slopes[l]?.[target]?.[point] ?? NaN);
        if (Number.isFinite(term)) information[j * n + l] = (information[j * n + l] ?? NaN) + term;
      }
    }
  }
}

/** Of a mean over points each counts for its share. */
function weightOf({ weights = 1, values, overPoints }: Target, point: number): number {
  const weight = typeof weights === "number" ? weights : (weights[point] ?? 0);
  if (overPoints !== "mean") return weight;
  const total = typeof weights === "number" ? weights * values.length : weights.reduce((sum, each) => sum + each, 0);
  return total > 0 ? weight / total : 0;
}

/** 1 / variance of the beta distribution of an output. */
function ownPrecision({ argument, further = [] }: Target, model: Model, natural: Float64Array): number {
  const parameters = model.parameters.map(({ value }) => value);
  model.priors.forEach(({ parameter }, position) => (parameters[parameter] = natural[position] ?? NaN));
  const valueOf = (given: TargetArgument | undefined): number => {
    if (given === undefined) return NaN;
    return "kind" in given ? (evaluate(given, parameters) ?? NaN) : (given[0] ?? NaN);
  };
  const [a, b] = [valueOf(argument), valueOf(further[0])];
  return ((a + b) * (a + b) * (a + b + 1)) / (a * b);
}
