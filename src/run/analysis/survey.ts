// A worker's look around at a best fit: its terms, the normal distribution there, and what the data cannot tell.

import type { Answer, Issue } from "../../base/issue.ts";
import type { Kernel } from "../../kernel/placed.ts";
import { laplaceAt, type Laplace } from "../../optimise/laplace.ts";
import { balanceOf } from "../../optimise/weak-directions.ts";
import { expectedInformation } from "../../posterior/information.ts";
import { posterior, type Posterior } from "../../posterior/posterior.ts";
import { priorSpread } from "../../posterior/prior-spread.ts";
import { unidentified } from "./identifiability.ts";
import type { Opened } from "../open.ts";
import type { FittedParameter, Survey } from "./fit-api.ts";

/** Of a standard normal: 95 % lie within. */
const REACH_95 = 1.959963984540054;

/**
 * Looks around at a point of the real line. The document's program leaves the kernel's free memory; the caller opens it
 * anew. Issues: S140, S141 what the data cannot tell; S143 where the point is no top of its own.
 */
export function surveyAt(opened: Opened, kernel: Kernel, z: Float64Array): Answer<Survey> {
  const target = posterior(opened.placed);
  const laplace = laplaceAt(target, z, kernel.numeric);
  target.evaluate(z);
  const { logPrior, logLikelihood } = target.last;
  const spread = priorSpread(opened.placed);
  const widths = widthsOf(laplace, kernel);
  const information = expectedInformation(opened.placed, z, widths);
  if (!information.ok) return information;
  const balance = balanceOf(information.value, spread, kernel.numeric);
  const issues: Issue[] = [
    ...(laplace.covariance === null ? [NO_TOP] : []),
    ...(balance === null ? [] : unidentified(opened.placed, z, balance)),
  ];
  const parameters = target.names.map((name, i): FittedParameter => {
    const [value, lower, upper] = intervalOf(target, laplace, i, kernel);
    const title = opened.model.parameters.find((each) => each.name === name)?.title ?? name;
    return { name, title, value, lower, upper, narrowing: balance?.narrowing[i] ?? NaN };
  });
  const value = {
    parameters,
    logPrior,
    logLikelihood,
    logEvidence: laplace.logEvidence,
    ratios: balance?.ratios ?? null,
  };
  return { ok: true, value, issues };
}

/** [n] Width along each axis, others held: what a step of a difference is measured by; one at most. */
function widthsOf({ precision }: Laplace, { numeric }: Kernel): Float64Array {
  const n = numeric.sqrt(precision.length);
  return Float64Array.from({ length: n }, (_, i) => {
    const curvature = precision[i * (n + 1)] ?? NaN;
    return curvature > 1 ? 1 / numeric.sqrt(curvature) : 1;
  });
}

/** The value and both ends of its 95 % interval, on the natural scale; NaN for the ends where there is none. */
function intervalOf(
  target: Posterior,
  { mean, covariance }: Laplace,
  i: number,
  { numeric }: Kernel,
): [number, number, number] {
  const at = (shift: number): number => target.toNatural(mean.with(i, (mean[i] ?? NaN) + shift))[i] ?? NaN;
  const sd = covariance === null ? NaN : numeric.sqrt(covariance[i * (mean.length + 1)] ?? NaN);
  return [at(0), at(-REACH_95 * sd), at(REACH_95 * sd)];
}

const NO_TOP: Issue = {
  code: "S143",
  severity: "warning",
  path: "priors",
  message: "the best fit is no top of its own: the density does not fall in every direction from it.",
  advice:
    "Intervals and evidence by Laplace's approximation are left out. Sample the posterior, and see which parameters go together.",
};
