// The best fit of a document: climbs from several points side by side in workers, and a look around at the top.

import type { Answer, Issue } from "../../base/issue.ts";
import type { StopSignal } from "../host.ts";
import type { Pool } from "../pool.ts";
import type { Climb, ClimbProgress, OptimiserName, Survey } from "./fit-api.ts";

export interface FitWork {
  readonly text: string;
  readonly seed: number;
  /** Climbs, at most; SEARCHES without it. */
  readonly searches?: number;
  /** Without it, the one that suits the model. */
  readonly optimiser?: OptimiserName;
  readonly pool: Pool;
  /** Ends the climbs; what they have found so far counts. */
  readonly signal?: StopSignal;
  readonly onProgress?: (progress: FitProgress) => void;
}

/** How far the climbs have come. */
export interface FitProgress {
  /** Climbs in all; 0 while the points to climb from are sought. */
  readonly searches: number;
  readonly finished: number;
  readonly evaluations: number;
  /** The greatest log density so far. */
  readonly logDensity: number;
}

export interface BestFit extends Survey {
  /** [prior] on the real line. */
  readonly z: Float64Array;
  /** With the Jacobian of the real line. */
  readonly logDensity: number;
  readonly optimiser: OptimiserName;
  readonly searches: number;
  /** Climbs that came to the same top. */
  readonly agreed: number;
  readonly evaluations: number;
}

/** Climbs without a wish for another number. */
export const SEARCHES = 6;
/** Tops whose log densities differ by less are one: no data can tell them apart. */
const SAME_TOP = 0.01;

/**
 * Finds the best fit: the most probable parameters on the real line on which samplers work. It depends on the document,
 * the seed and the number of climbs alone, whatever workers there are.
 *
 * Errors: those of `startsOf`; S103 where a worker died; S145 where it was stopped before any climb. Warnings: S140, S141,
 * S143 of `surveyAt`; S144 a climb that was not finished.
 */
export async function bestFit(work: FitWork): Promise<Answer<BestFit>> {
  const { text, seed, pool, optimiser, signal } = work;
  const of = optimiser === undefined ? {} : { optimiser };
  work.onProgress?.({ searches: 0, finished: 0, evaluations: 0, logDensity: -Infinity });
  const starts = await pool.run((worker) => worker.starts({ text, seed, count: work.searches ?? SEARCHES, ...of }));
  if (!starts.ok) return starts;
  const report = reporter(work, starts.value.length);
  const climbs = await Promise.all(
    starts.value.map((start, number) =>
      pool.run(async (worker): Promise<Answer<Climb>> => {
        if (signal?.aborted === true) return { ok: false, issues: [] };
        const stop = () => void worker.stop();
        signal?.addEventListener("abort", stop);
        const answer = await worker.climb({ text, seed, number, start, ...of }, report.heard);
        signal?.removeEventListener("abort", stop);
        report.done();
        return answer;
      }),
    ),
  );
  const found = climbs.flatMap((answer) => (answer.ok ? [answer.value] : []));
  // Of equal ones the first: it does not matter which was done first.
  const best = found.reduce<Climb | undefined>(
    (top, each) => (top === undefined || each.logDensity > top.logDensity ? each : top),
    undefined,
  );
  const failures = climbs.flatMap(({ issues }) => issues);
  const known = [...starts.issues, ...failures];
  if (best === undefined) return { ok: false, issues: failures.length > 0 ? failures : [STOPPED] };
  const survey = await pool.run((worker) => worker.survey(text, best.z));
  if (!survey.ok) return survey;
  const value: BestFit = {
    ...survey.value,
    z: best.z,
    logDensity: best.logDensity,
    optimiser: best.optimiser,
    searches: starts.value.length,
    agreed: found.filter(({ logDensity }) => logDensity > best.logDensity - SAME_TOP).length,
    evaluations: found.reduce((sum, { evaluations }) => sum + evaluations, 0),
  };
  return { ok: true, value, issues: [...(best.converged ? [] : [UNFINISHED]), ...known, ...survey.issues] };
}

/** Adds up what the climbs report. */
function reporter({ onProgress }: FitWork, searches: number) {
  const latest = new Map<number, ClimbProgress>();
  let finished = 0;
  const tell = () => {
    const all = [...latest.values()];
    onProgress?.({
      searches,
      finished,
      evaluations: all.reduce((sum, { evaluations }) => sum + evaluations, 0),
      logDensity: Math.max(...all.map(({ logDensity }) => logDensity), -Infinity),
    });
  };
  return {
    heard(progress: ClimbProgress) {
      latest.set(progress.number, progress);
      tell();
    },
    done() {
      finished += 1;
      tell();
    },
  };
}

const STOPPED: Issue = {
  code: "S145",
  severity: "error",
  path: "",
  message: "the search was stopped before it had found anything.",
  advice: "Let it run longer.",
};

const UNFINISHED: Issue = {
  code: "S144",
  severity: "warning",
  path: "",
  message: "the best of the climbs had not come to its end, so a better fit may be near.",
  advice: "Search again from these values; where the model has jumps, with the optimiser `cma_es` or `nelder_mead`.",
};
