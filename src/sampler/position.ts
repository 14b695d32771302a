// Where a chain stands, and how it finds a first place to stand.

import type { Answer, Issue } from "../base/issue.ts";
import type { ChainTools, LogDensity } from "./contract.ts";

export interface Position {
  readonly z: Float64Array;
  logDensity: number;
  /** What the log density remarked at this point. */
  remark: number;
}

/** A starting position, and how many points were tried to find it. */
export interface Start {
  readonly position: Position;
  readonly attempts: number;
}

/** Standard deviation of the chains' starting points around the document's values, on the unconstrained scale. */
export const START_SPREAD = 0.5;
const START_ATTEMPTS = 100;
/** The spread is halved after so many attempts in vain. */
const ATTEMPTS_PER_SPREAD = 10;

/**
 * A starting point of a chain's own, drawn around `start` from its own stream.
 * Errors: S101 where the log density is not finite at any of the points tried, `start` being the last of them.
 */
export function findStart({ density, random }: ChainTools, start: Float64Array): Answer<Start> {
  const n = density.dimension;
  const z = new Float64Array(n);
  let spread = START_SPREAD;
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const last = attempt === START_ATTEMPTS;
    for (let i = 0; i < n; i += 1) z[i] = (start[i] ?? NaN) + (last ? 0 : spread * random.normal());
    const logDensity = density.evaluate(z);
    if (Number.isFinite(logDensity)) {
      const position = { z, logDensity, remark: remarkOf(density, logDensity) };
      return { ok: true, value: { position, attempts: attempt }, issues: [] };
    }
    if (attempt % ATTEMPTS_PER_SPREAD === 0) spread /= 2;
  }
  return { ok: false, issues: [NO_START] };
}

/** The remark on the latest evaluation; the log density itself where there is none. */
export function remarkOf(density: LogDensity, logDensity: number): number {
  return density.remark?.() ?? logDensity;
}

const NO_START: Issue = {
  code: "S101",
  severity: "error",
  path: "priors",
  message: `the posterior density is zero, or not a number, at the parameters' values and at ${START_ATTEMPTS - 1} points around them.`,
  advice: "Choose values with which the model runs and comes near the observations; see the curves before calibrating.",
};
