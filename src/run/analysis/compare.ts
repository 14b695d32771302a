// Compares calibrated models on the same data: how well each predicts what was left out, and how sure that is.

import type { Answer, Issue } from "../../base/issue.ts";
import { listInWords, quote } from "../../base/text.ts";
import { PARETO_K_LIMIT } from "../../sampler/importance-weights.ts";
import type { RunRecord } from "../../store/record.ts";
import type { Pool } from "../pool.ts";
import type { LooRequest, ModelLoo, RankedModel } from "./loo-api.ts";

/** One of the models that are compared. */
export interface ComparedModel extends RankedModel {
  readonly id: string;
  readonly title: string;
}

/** Draws that cross-validation looks at: the Monte Carlo error is then below a tenth of the usual standard error. */
const DRAWS = 1000;

/**
 * The models of some runs, the best first.
 *
 * Errors: those of the documents; S147 where the data differ; S148 where a likelihood is a mean over points; S149 fewer than
 * two runs. A warning S150 names the observations whose terms are not to be relied on.
 */
export async function compareRuns(records: readonly RunRecord[], pool: Pool): Promise<Answer<ComparedModel[]>> {
  if (records.length < 2) return { ok: false, issues: [TOO_FEW] };
  const answers = await Promise.all(records.map((record) => pool.run((worker) => worker.loo(requestOf(record)))));
  const failures = answers.flatMap((answer) => (answer.ok ? [] : answer.issues));
  const loos = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
  if (failures.length > 0) return { ok: false, issues: failures };
  const refusal = refusalOf(records, loos);
  if (refusal !== undefined) return { ok: false, issues: [refusal] };
  const evidences = records.map(({ chains }) => chains.map(({ logEvidence }) => logEvidence ?? null));
  const ranked = await pool.run((worker) =>
    worker.rank(loos.map((loo, n) => ({ loo, evidences: evidences[n] ?? [] }))),
  );
  if (!ranked.ok) return ranked;
  const value = ranked.value.map((model, n): ComparedModel => ({
    ...model,
    id: records[n]?.id ?? "",
    title: records[n]?.title ?? "",
  }));
  value.sort((a, b) => b.elpd - a.elpd);
  return { ok: true, value, issues: value.filter(({ unreliable }) => unreliable.length > 0).map(warningOf) };
}

/** Draws evenly spaced over all chains, with their weights. */
function requestOf({ document: text, chains, parameters }: RunRecord): LooRequest {
  const width = parameters.length;
  const all = chains.flatMap((chain) => Array.from(chain.logPosterior, (_, draw) => ({ chain, draw })));
  const count = Math.min(DRAWS, all.length);
  const chosen = Array.from({ length: count }, (_, n) => all[Math.floor(((n + 0.5) * all.length) / count)]);
  const draws = chosen.flatMap((at) =>
    at === undefined ? [] : [at.chain.values.slice(at.draw * width, (at.draw + 1) * width)],
  );
  if (!chains.some(({ logWeights }) => logWeights !== undefined)) return { text, draws };
  const logWeights = Float64Array.from(chosen, (at) => at?.chain.logWeights?.[at.draw] ?? 0);
  return { text, draws, logWeights };
}

function refusalOf(records: readonly RunRecord[], loos: readonly ModelLoo[]): Issue | undefined {
  const averaged = loos.findIndex((loo) => loo.averaged.length > 0);
  if (averaged >= 0) return averages(records[averaged]?.title ?? "", loos[averaged]?.averaged ?? []);
  const other = loos.findIndex(({ dataDigest }) => dataDigest !== loos[0]?.dataDigest);
  return other < 0 ? undefined : dataDiffer(records[0]?.title ?? "", records[other]?.title ?? "");
}

function warningOf({ title, unreliable, observations }: ComparedModel): Issue {
  const named = unreliable.map(({ target, time }) => `${target} at time ${time}`);
  return {
    code: "S150",
    severity: "warning",
    path: "",
    message: `${quote(title)}: without ${listInWords(named, "and", 6)} the posterior would be quite another. Their Pareto k is ${PARETO_K_LIMIT} or more, so that the model's elpd over its ${observations} observations is a guess.`,
    advice:
      "Look at these observations: the model may not explain them. Calibrate without them to see what they change.",
  };
}

const TOO_FEW: Issue = {
  code: "S149",
  severity: "error",
  path: "",
  message: "a comparison takes at least two runs.",
  advice: "Calibrate another model to the same data.",
};

function dataDiffer(one: string, other: string): Issue {
  return {
    code: "S147",
    severity: "error",
    path: "targets",
    message: `${quote(one)} and ${quote(other)} were calibrated to different data: other observations, times or weights.`,
    advice: "Calibrate both to the same targets; a model that explains less data always seems to predict better.",
  };
}

function averages(title: string, targets: readonly string[]): Issue {
  return {
    code: "S148",
    severity: "error",
    path: "targets",
    message: `${quote(title)} takes the mean over the observations of ${listInWords(targets.map(quote))}, which is no likelihood of them.`,
    advice: "Calibrate it with `over_points: sum`, the default.",
  };
}
