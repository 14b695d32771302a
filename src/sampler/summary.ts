// The summary of one parameter's draws: moments, quantiles, and how far they can be relied on.

import { quantile } from "../base/quantile.ts";
import type { Numeric } from "./contract.ts";
import { bulkSize, tailSize } from "./effective-size.ts";
import { mean, variance } from "./moments.ts";
import { meanError, quantileError, sdError } from "./monte-carlo-error.ts";
import { pooled, sorted } from "./order.ts";
import { rhat } from "./rhat.ts";

export interface ParameterSummary {
  readonly name: string;
  /** Plain words. */
  readonly title: string;
  readonly mean: number;
  readonly sd: number;
  readonly q05: number;
  readonly q50: number;
  readonly q95: number;
  /** Rank-normalised split R̂; null where not available. */
  readonly rhat: number | null;
  readonly essBulk: number | null;
  readonly essTail: number | null;
  /** Monte Carlo standard errors of the five summaries. */
  readonly mcseMean: number | null;
  readonly mcseSd: number | null;
  readonly mcseQ05: number | null;
  readonly mcseQ50: number | null;
  readonly mcseQ95: number | null;
}

/** All that is said of one parameter. @param chains one [draw] array per chain, of equal length */
export function summarise(
  name: string,
  title: string,
  chains: readonly Float64Array[],
  numeric: Numeric,
): ParameterSummary {
  const all = pooled(chains);
  // A draw that is not a number has no place in an order.
  const ordered = all.some(Number.isNaN) ? new Float64Array() : sorted(chains);
  return {
    name,
    title,
    mean: mean(all),
    sd: numeric.sqrt(variance(all)),
    q05: quantile(ordered, 0.05),
    q50: quantile(ordered, 0.5),
    q95: quantile(ordered, 0.95),
    rhat: rhat(chains, numeric),
    essBulk: bulkSize(chains, numeric),
    essTail: tailSize(chains, numeric),
    mcseMean: meanError(chains, numeric),
    mcseSd: sdError(chains, numeric),
    mcseQ05: quantileError(chains, 0.05, numeric),
    mcseQ50: quantileError(chains, 0.5, numeric),
    mcseQ95: quantileError(chains, 0.95, numeric),
  };
}
