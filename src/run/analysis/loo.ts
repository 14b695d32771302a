// A worker's part of cross-validation: the log likelihood of every observation at every draw, and what comes of it.

import { parseDay } from "../../base/day.ts";
import type { Answer, Issue } from "../../base/issue.ts";
import type { Kernel } from "../../kernel/placed.ts";
import { formatTime } from "../../model/build-time.ts";
import type { Model } from "../../model/model.ts";
import { averagedTargets, pointLogLikelihoods } from "../../posterior/observations.ts";
import { posterior } from "../../posterior/posterior.ts";
import { digestOfText } from "../../program/digest.ts";
import { looOf } from "../../sampler/loo.ts";
import { cannotCalibrate } from "../cannot-calibrate.ts";
import type { Opened } from "../open.ts";
import type { LooPoint, LooRequest, ModelLoo } from "./loo-api.ts";

/** An observation that has weight. */
interface Observation {
  readonly target: number;
  readonly point: number;
  readonly weight: number;
}

/**
 * Leave-one-out cross-validation of a document at draws from its posterior. A weight counts as so many observations of the
 * kind. Errors: S102, S107; S146 where there is no observation with a weight.
 */
export function looAt(opened: Opened, kernel: Kernel, request: LooRequest): Answer<ModelLoo> {
  const obstacle = cannotCalibrate(opened);
  if (obstacle !== undefined) return obstacle;
  const { model, placed } = opened;
  const observations = observationsOf(model);
  if (observations.length === 0) return { ok: false, issues: [NO_OBSERVATIONS] };
  const target = posterior(placed);
  const table = new Float64Array(request.draws.length * observations.length);
  request.draws.forEach((draw, row) => {
    target.terms(draw);
    const logs = pointLogLikelihoods(placed);
    observations.forEach(({ target: of, point, weight }, column) => {
      table[row * observations.length + column] = weight * (logs[of]?.[point] ?? NaN);
    });
  });
  const { logWeights } = request;
  const loo = looOf({ logLikelihoods: table, ...(logWeights && { logWeights }) }, observations.length, kernel.numeric);
  const points = observations.map((observation, position): LooPoint => ({
    ...described(model, observation),
    logDensity: loo.pointwise[position] ?? NaN,
    paretoK: loo.paretoK[position] ?? NaN,
  }));
  const { elpd, standardError, effectiveParameters } = loo;
  const data = { dataDigest: dataDigestOf(model), averaged: averagedTargets(model) };
  return { ok: true, value: { elpd, standardError, effectiveParameters, points, ...data }, issues: [] };
}

function observationsOf({ targets }: Model): Observation[] {
  return targets.flatMap(({ values, weights = 1 }, target) =>
    values.flatMap((_, point): Observation[] => {
      const weight = typeof weights === "number" ? weights : (weights[point] ?? 0);
      return weight === 0 ? [] : [{ target, point, weight }];
    }),
  );
}

function described(model: Model, { target, point }: Observation): Pick<LooPoint, "target" | "time" | "observed"> {
  const { unit, epoch, start, step } = model.time;
  const { title = "", timeIndices = [], values = [] } = model.targets[target] ?? {};
  const at = start + (timeIndices[point] ?? NaN) * step;
  const time = formatTime(at, { unit, epoch: epoch === undefined ? undefined : parseDay(epoch) });
  return { target: title, time, observed: values[point] ?? NaN };
}

/** Of the observations alone: another model, or other names, of the same data have the same. */
function dataDigestOf({ targets, time: { start, step, unit, epoch } }: Model): string {
  const data = targets.map(({ timeIndices, windows, values, weights = 1 }) => {
    const timeOf = (index: number): number => start + index * step;
    const periods = windows && [
      windows.first.map(timeOf),
      windows.count.map((count) => count * step),
      windows.statistic,
    ];
    return [
      timeIndices.map(timeOf),
      values,
      values.map((_, at) => (typeof weights === "number" ? weights : weights[at])),
      periods,
    ];
  });
  return digestOfText(JSON.stringify([unit, epoch, data]));
}

const NO_OBSERVATIONS: Issue = {
  code: "S146",
  severity: "error",
  path: "targets",
  message: "there is no observation that counts, so nothing can be left out and predicted.",
  advice: "Give the document targets with weights above 0.",
};
