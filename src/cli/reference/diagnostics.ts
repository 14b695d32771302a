// Checks the convergence diagnostics against values from the R package posterior; format in test/reference/diagnostics.

import type { Kernel } from "../../kernel/placed.ts";
import type { Numeric } from "../../sampler/contract.ts";
import { bulkSize, effectiveSize, meanSize, quantileSize, sdSize, tailSize } from "../../sampler/effective-size.ts";
import { split } from "../../sampler/moments.ts";
import { quantileError } from "../../sampler/monte-carlo-error.ts";
import { basicRhat, rhat } from "../../sampler/rhat.ts";
import { summarise, type ParameterSummary } from "../../sampler/summary.ts";
import { checkFiles } from "./folder.ts";
import { worstOf, type ReferenceRow } from "./row.ts";

interface DiagnosticsFile {
  readonly draws: readonly (readonly (number | string)[])[];
  readonly expected: Readonly<Record<string, number | string | null>>;
  readonly not_firm: readonly string[];
}

/**
 * Relative error allowed. The draws are exact as written and the method is the same, but sums are added in another
 * order, and the reference finds autocovariances by a Fourier transform: some 1e-13, with room for longer chains.
 */
const TOLERANCE = 1e-8;
/** 2⁻⁵²: draws far from zero for their spread have lost digits before any diagnostic sees them. */
const EPSILON = 2.220446049250313e-16;

export function checkDiagnostics(folder: string, kernel: Kernel): Promise<ReferenceRow[]> {
  return checkFiles(folder, (content, file) => {
    // A file in another form fails with the name of the field that is missing.
    const { draws, expected, not_firm: notFirm = [] } = content as DiagnosticsFile;
    const chains = draws.map((chain) => Float64Array.from(chain, Number));
    const found = new Found(chains, kernel.numeric);
    const limit = TOLERANCE + EPSILON * lostDigits(chains, found.summary.sd);
    const errors = Object.entries(expected)
      .filter(([key]) => !notFirm.includes(key))
      .filter(([key, value]) => !(value === null && isOpen(key, chains)))
      .map(([key, value]) => ({ worst: relativeError(found.value(key), value), limit, note: key }));
    return { file, ...worstOf(errors) };
  });
}

/** Size of the draws relative to their spread. */
function lostDigits(chains: readonly Float64Array[], sd: number): number {
  const largest = chains.reduce((most, chain) => chain.reduce((size, x) => Math.max(size, Math.abs(x)), most), 0);
  return Number.isFinite(largest / sd) ? largest / sd : 0;
}

/** A moment or quantile of draws that are not all finite: where the file has none, no other answer is wrong. */
function isOpen(key: string, chains: readonly Float64Array[]): boolean {
  return /^(mean|sd|q\d\d)$/.test(key) && chains.some((chain) => !chain.every(Number.isFinite));
}

function relativeError(found: number | null, expected: number | string | null): number {
  if (expected === null) return found === null || !Number.isFinite(found) ? 0 : Infinity;
  const value = Number(expected);
  if (found === null) return Infinity;
  if (found === value) return 0;
  return value === 0 ? Math.abs(found) : Math.abs(found - value) / Math.abs(value);
}

/** The diagnostics of one set of draws, by the keys of the files. */
class Found {
  readonly summary: ParameterSummary;

  constructor(
    private readonly chains: readonly Float64Array[],
    private readonly numeric: Numeric,
  ) {
    this.summary = summarise("x", "x", chains, numeric);
  }

  value(key: string): number | null {
    const { chains, numeric, summary } = this;
    const values: Record<string, () => number | null> = {
      mean: () => summary.mean,
      sd: () => summary.sd,
      q05: () => summary.q05,
      q50: () => summary.q50,
      q95: () => summary.q95,
      rhat: () => rhat(chains, numeric),
      rhat_basic_split: () => basicRhat(split(chains), numeric),
      rhat_basic_nosplit: () => basicRhat(chains, numeric),
      ess_bulk: () => bulkSize(chains, numeric),
      ess_tail: () => tailSize(chains, numeric),
      ess_mean: () => meanSize(chains, numeric),
      ess_basic_split: () => meanSize(chains, numeric),
      ess_basic_nosplit: () => effectiveSize(chains, numeric),
      ess_sd: () => sdSize(chains, summary.mean, numeric),
      ess_median: () => quantileSize(chains, 0.5, numeric),
      mcse_mean: () => summary.mcseMean,
      mcse_sd: () => summary.mcseSd,
      mcse_median: () => quantileError(chains, 0.5, numeric),
    };
    const value = values[key];
    if (value !== undefined) return value();
    const level = /^(ess|mcse)_q(\d\d)$/.exec(key);
    if (level === null) throw new Error(`there is no diagnostic ${key}`);
    const probability = Number(level[2]) / 100;
    return level[1] === "ess"
      ? quantileSize(chains, probability, numeric)
      : quantileError(chains, probability, numeric);
  }
}
