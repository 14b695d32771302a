// Document to model: every name looked up, every formula resolved, all that is wrong reported at once.
import { hasErrors, inReadingOrder } from "../base/issue.ts";
import type { Answer, Issue } from "../base/issue.ts";
import { TooManyErrors, reporter } from "../document/document.ts";
import type { Document, Reporter } from "../document/document.ts";
import { readLeniently } from "../document/parse.ts";
import { buildCompartments, buildInfectious, buildInitial, checkInitial } from "./build-compartments.ts";
import { buildFlows } from "./build-flows.ts";
import { buildOutputs } from "./build-outputs.ts";
import { buildParameters, buildSeries } from "./build-parameters.ts";
import { buildPriors, checkSupport } from "./build-priors.ts";
import { buildTargets } from "./build-targets.ts";
import { buildIntegrator, buildTime } from "./build-time.ts";
import { clockOf } from "./clock.ts";
import type { Model } from "./model.ts";
import { collectNames } from "./names.ts";
import { Resolver } from "./resolve.ts";
import { reportUnused } from "./unused.ts";

/** Builds the model of a document. Fails with all issues that can be seen without running it. */
export function build(document: Document): Answer<Model> {
  const built = buildLeniently(document);
  const issues = inReadingOrder(built.issues);
  const { model } = built;
  return model === undefined || hasErrors(issues) ? { ok: false, issues } : { ok: true, value: model, issues };
}

/** Text to model: `parse` and `build` in one, which reports what either would, together. */
export function read(text: string): Answer<{ readonly document: Document; readonly model: Model }> {
  const reading = readLeniently(text);
  if (reading.document === undefined) return { ok: false, issues: inReadingOrder(reading.issues) };
  const { model, issues } = buildLeniently(reading.document);
  const all = inReadingOrder([...reading.issues, ...issues]);
  if (model === undefined || hasErrors(all)) return { ok: false, issues: all };
  return { ok: true, value: { document: reading.document, model }, issues: all };
}

interface Built {
  readonly model: Model | undefined;
  readonly issues: readonly Issue[];
}

function buildLeniently(document: Document): Built {
  const report = reporter(document);
  try {
    return { model: assemble(document, report), issues: report.issues };
  } catch (error) {
    if (error instanceof TooManyErrors) return { model: undefined, issues: report.issues };
    throw error;
  }
}

function assemble(document: Document, report: Reporter): Model | undefined {
  const { content } = document;
  const clock = clockOf(document, report);
  const names = collectNames(document, report);
  const resolver = new Resolver(document, names, report, clock);
  const grid = buildTime(document, clock, report);
  const priors = buildPriors(document, names, resolver, report);
  const parameters = buildParameters(document, priors, resolver, report);
  checkSupport(priors, parameters, report);
  const series = buildSeries(document, clock, report);
  resolver.resolveQuantities();
  const compartments = buildCompartments(document, names, report);
  const initial = buildInitial(document, names, resolver, report);
  const population = initial === undefined ? undefined : checkInitial(initial, parameters, names, report);
  const integrator = buildIntegrator(document, grid, population, report);
  const infectious = buildInfectious(document, names, resolver, report);
  const flows = buildFlows(document, names, infectious, resolver, report);
  const outputs = buildOutputs(document, names, compartments, resolver, report);
  const targets = buildTargets({ document, names, outputs, grid, clock, resolver, report });
  if (grid === undefined || integrator === undefined || initial === undefined) return undefined;
  if (hasErrors(report.issues)) return undefined;
  const { title, summary, calibration } = content;
  const core = { title, summary, time: grid, integrator, compartments, initial, parameters, series, ...flows };
  const unnamed = priors.map(({ name: _, ...prior }) => prior);
  const model: Model = { ...core, outputs, priors: unnamed, targets, calibration };
  reportUnused(model, document, report);
  return model;
}
