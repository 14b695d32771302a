// Checks posteriors against recorded ones: log densities and gradients point by point, and a sampled run's summaries; see its README.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { issueText, type Answer } from "../../base/issue.ts";
import type { SamplerName } from "../../base/sampler-name.ts";
import type { Kernel } from "../../kernel/placed.ts";
import type { Model } from "../../model/model.ts";
import { posterior, type Posterior } from "../../posterior/posterior.ts";
import { lower } from "../../program/lower.ts";
import { calibrate } from "../../run/calibrate.ts";
import type { Host } from "../../run/host.ts";
import { openDocument, type Opened } from "../../run/open.ts";
import type { ParameterSummary } from "../../sampler/diagnose.ts";
import { SAMPLERS } from "../../sampler/samplers.ts";
import { RHAT_LIMIT } from "../../sampler/verdict.ts";
import { checkFiles } from "./folder.ts";
import { worstOf, type ReferenceRow } from "./row.ts";

interface PosteriorsFile {
  readonly log_posterior_at: readonly {
    readonly label: string;
    readonly theta: Readonly<Record<string, number>>;
    readonly log_prior: number;
    readonly log_likelihood: number;
    readonly gradient_wrt_theta: Readonly<Record<string, number>>;
  }[];
  readonly reference: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly exact_by_quadrature: {
    readonly mean: Readonly<Record<string, number>>;
    readonly sd: Readonly<Record<string, number>>;
  } | null;
}

interface Comparison {
  readonly worst: number;
  readonly limit: number;
  readonly note: string;
}

/** Absolute, and relative for log densities beyond 1 in size, whose last digits the integrator decides. */
const LOG_DENSITY_LIMIT = 1e-6;
/** The recorded slopes are extrapolated differences with six to seven good digits. */
const GRADIENT_LIMIT = 1e-6;
/** Standard errors, of the run and the reference combined; see the folder's README. */
const ERRORS_LIMIT = 4;
/** Run unless others are asked for, each of which takes minutes on the narrow ridges. */
const USUAL: readonly SamplerName[] = ["adaptive_metropolis"];

/**
 * For each NAME.json a row for its log densities, one for its gradients, and one for a run by each sampler, with the
 * settings of its document NAME.yaml.
 */
export async function checkPosteriors(
  folder: string,
  kernel: Kernel,
  host: Host,
  samplers: readonly SamplerName[] = USUAL,
): Promise<ReferenceRow[]> {
  const densities = await checkFiles(folder, (content, file) => {
    const { opened } = documentFor(folder, file, kernel);
    const target = posterior(kernel.place(valueOf(lower(tightened(opened.model))), 1));
    return { file: `${file}: log densities`, ...worstOf(densityErrors(content as PosteriorsFile, target)) };
  });
  const gradients = await checkFiles(folder, (content, file) => {
    const { opened } = documentFor(folder, file, kernel);
    const target = posterior(kernel.place(valueOf(lower(tightened(opened.model))), 1));
    return { file: `${file}: gradients`, ...worstOf(gradientErrors(content as PosteriorsFile, target)) };
  });
  const runs: ReferenceRow[][] = [];
  for (const sampler of samplers) {
    runs.push(
      await checkFiles(folder, (content, file) => {
        const { text, opened } = documentFor(folder, file, kernel);
        return sampledRow(`${file}: sampled by ${sampler}`, content as PosteriorsFile, { text, opened, sampler, host });
      }),
    );
  }
  return densities.flatMap((row, position) => [
    row,
    ...[gradients, ...runs].flatMap((rows) => rows.slice(position, position + 1)),
  ]);
}

interface SampledProblem {
  readonly text: string;
  readonly opened: Opened;
  readonly sampler: SamplerName;
  readonly host: Host;
}

async function sampledRow(file: string, content: PosteriorsFile, problem: SampledProblem): Promise<ReferenceRow> {
  const { text, opened, sampler, host } = problem;
  if (SAMPLERS[sampler].needsGradient && posterior(opened.placed).gradient === undefined) {
    return { file, worst: Infinity, limit: 0, skipped: "the model has no gradient" };
  }
  const own = opened.model.calibration;
  // The documents' numbers are for a random walk; a draw of the others is worth about two of it.
  const draws = sampler === "adaptive_metropolis" ? own.draws : Math.ceil(own.draws / 2);
  const settings = { ...own, draws, sampler };
  const record = valueOf(await calibrate({ text, settings, region: null, host }));
  const worst = worstOf(record.diagnosis.parameters.flatMap((found) => summaryErrors(found, content)));
  const size = `${settings.chains} × ${settings.draws} draws, ${(record.elapsedMs / 1000).toFixed(0)} s`;
  return { file, ...worst, note: `${worst.note}; ${size}` };
}

/** The document that belongs to a file: beside it, or among the project's own. */
function documentFor(folder: string, file: string, kernel: Kernel): { text: string; opened: Opened } {
  const name = file.replace(/\.json$/, ".yaml");
  const places = [join(folder, name), join("test/reference/posteriors", name)];
  const place = places.find((candidate) => existsSync(candidate));
  if (place === undefined) throw new Error(`there is no document ${places.join(" or ")}`);
  const text = readFileSync(place, "utf8");
  return { text, opened: valueOf(openDocument(text, kernel)) };
}

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(answer.issues.map((issue) => issueText(issue)).join("\n"));
  return answer.value;
}

/** Tolerance for log densities: below a document's own, which need only be good enough for sampling. */
const TIGHT = 1e-11;

/** The same model integrated adaptively at the tight tolerance, stopping at output times. */
function tightened(model: Model): Model {
  const { integrator } = model;
  const adaptive = "rtol" in integrator ? integrator : DEFAULT;
  const factor = Math.min(1, TIGHT / adaptive.rtol);
  return {
    ...model,
    integrator: { ...adaptive, rtol: adaptive.rtol * factor, atol: adaptive.atol * factor, land: true },
  };
}

const DEFAULT = { method: "dopri5", rtol: 1e-6, atol: 1e-6, maxSteps: 1_000_000, land: true } as const;

function densityErrors(content: PosteriorsFile, target: Posterior): Comparison[] {
  return content.log_posterior_at.flatMap(({ label, theta, log_prior, log_likelihood }) => {
    const found = target.terms(target.names.map((name) => theta[name] ?? NaN));
    const error = (value: number, expected: number) => Math.abs(value - expected) / Math.max(1, Math.abs(expected));
    return [
      { worst: error(found.logPrior, log_prior), limit: LOG_DENSITY_LIMIT, note: `log prior, ${label}` },
      { worst: error(found.logLikelihood, log_likelihood), limit: LOG_DENSITY_LIMIT, note: `log likelihood, ${label}` },
    ];
  });
}

/** Slopes by the parameters, as shares of the largest at their point, or absolute where all are below 1 in size. */
function gradientErrors(content: PosteriorsFile, target: Posterior): Comparison[] {
  return content.log_posterior_at.flatMap(({ label, theta, gradient_wrt_theta: recorded }) => {
    const found = target.naturalGradient?.(target.names.map((name) => theta[name] ?? NaN));
    const largest = Math.max(1, ...Object.values(recorded).map(Math.abs));
    return target.names.map((name, position) => {
      const error = Math.abs((found?.[position] ?? NaN) - (recorded[name] ?? NaN)) / largest;
      return { worst: error, limit: GRADIENT_LIMIT, note: `slope by ${name}, ${label}` };
    });
  });
}

/** Distances of a parameter's summaries from the recorded ones in combined standard errors, and its R̂. */
function summaryErrors(found: ParameterSummary, content: PosteriorsFile): Comparison[] {
  const { name } = found;
  const recorded = content.reference[name];
  if (recorded === undefined) throw new Error(`the file has no reference for ${name}`);
  const exact = content.exact_by_quadrature;
  const distance = (what: string, value: number, own: number | null, expected?: number, theirs = 0): Comparison => ({
    worst: Math.abs(value - (expected ?? NaN)) / Math.hypot(own ?? NaN, theirs),
    limit: ERRORS_LIMIT,
    note: `${what} of ${name}, in standard errors`,
  });
  const moment = (what: "mean" | "sd", value: number, own: number | null) =>
    exact === null
      ? distance(what, value, own, recorded[what], recorded[`mcse_${what}`])
      : distance(what, value, own, exact[what][name]);
  return [
    moment("mean", found.mean, found.mcseMean),
    moment("sd", found.sd, found.mcseSd),
    distance("5 % quantile", found.q05, found.mcseQ05, recorded["q05"], recorded["mcse_q05"]),
    distance("median", found.q50, found.mcseQ50, recorded["q50"], recorded["mcse_q50"]),
    distance("95 % quantile", found.q95, found.mcseQ95, recorded["q95"], recorded["mcse_q95"]),
    { worst: (found.rhat ?? NaN) - 1, limit: RHAT_LIMIT - 1, note: `R̂ − 1 of ${name}` },
  ];
}
