// A worker's part of a comparison: each model beside the best, with the errors of the pairs.

import type { Numeric } from "../../base/numeric.ts";
import { PARETO_K_LIMIT } from "../../sampler/importance-weights.ts";
import { looDifference } from "../../sampler/loo.ts";
import type { ModelLoo, RankedModel, RankEntry } from "./loo-api.ts";

/** In the order of the entries. */
export function ranked(entries: readonly RankEntry[], numeric: Numeric): RankedModel[] {
  const best = entries.reduce<ModelLoo | undefined>(
    (most, { loo }) => (most === undefined || loo.elpd > most.elpd ? loo : most),
    undefined,
  );
  return entries.map(({ loo, evidences }) => {
    const { elpd, standardError, effectiveParameters, points } = loo;
    const pair = looDifference(pointwiseOf(loo), pointwiseOf(best ?? loo), numeric);
    return {
      elpd,
      standardError,
      effectiveParameters,
      difference: pair.difference,
      differenceError: pair.standardError,
      unreliable: points.filter(({ paretoK }) => !(paretoK < PARETO_K_LIMIT)),
      observations: points.length,
      logEvidence: evidenceOf(evidences, numeric),
    };
  });
}

function pointwiseOf({ points }: ModelLoo): Float64Array {
  return Float64Array.from(points, ({ logDensity }) => logDensity);
}

/** Mean over chains, each of which has an estimate of its own. */
function evidenceOf(evidences: RankEntry["evidences"], numeric: Numeric): RankedModel["logEvidence"] {
  const own = evidences.flatMap((each) => each ?? []);
  if (own.length === 0 || own.length < evidences.length) return null;
  const squares = own.reduce((sum, each) => sum + each.standardError * each.standardError, 0);
  return {
    value: own.reduce((sum, each) => sum + each.value, 0) / own.length,
    standardError: numeric.sqrt(squares) / own.length,
  };
}
