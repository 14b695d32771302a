// Document to model: every name looked up, every formula resolved, all that is wrong reported at once.
import { hasErrors, inReadingOrder } from "../base/issue.ts";
import type { Answer, Issue } from "../base/issue.ts";
import { TooManyErrors, reporter } from "../document/document.ts";
import type { Document, Reporter } from "../document/document.ts";
import { readLeniently } from "../document/parse.ts";
import type { ReadOptions } from "../document/parse.ts";
import { buildInfectious, buildInitial, checkInitial, labelCompartments } from "./build-compartments.ts";
import { planFlows } from "./build-flows.ts";
import { buildOutputs } from "./build-outputs.ts";
import { buildParameters, buildValues } from "./build-parameters.ts";
import { buildPriors } from "./build-priors.ts";
import { buildScenarios } from "./build-scenarios.ts";
import { buildSeries } from "./build-series.ts";
import { buildStructure, ORDER } from "./build-structure.ts";
import { buildTargets } from "./build-targets.ts";
import { buildIntegrator, buildTime } from "./build-time.ts";
import { clockOf } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { reportFlowUse } from "./flow-use.ts";
import { collectDivisions } from "./divisions.ts";
import { buildMatrices } from "./matrix-data.ts";
import type { Model } from "./model.ts";
import { collectNames } from "./names.ts";
import type { Names } from "./names.ts";
import { checkSupport } from "./prior-support.ts";
import { Resolver } from "./resolve.ts";
import { arrange } from "./structure-order.ts";
import { buildTables } from "./table-data.ts";
import { reportUnused } from "./unused.ts";

/** Builds the model of a document. Fails with all issues that can be seen without running it. */
export function build(document: Document): Answer<Model> {
  const built = buildLeniently(document);
  const issues = inReadingOrder(built.issues);
  const { model } = built;
  return model === undefined || hasErrors(issues) ? { ok: false, issues } : { ok: true, value: model, issues };
}

/** Text to model: `parse` and `build` in one, which reports what either would, together. */
export function read(
  text: string,
  options?: ReadOptions,
): Answer<{ readonly document: Document; readonly model: Model }> {
  const reading = readLeniently(text, options);
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
  const resolver = resolverOf(document, names, clock, report);
  const grid = buildTime(document, clock, report);
  const values = buildValues(document, resolver, report);
  const priors = buildPriors({ document, names, values, resolver, report });
  const parameters = buildParameters(document, values, priors, report);
  checkSupport(priors, parameters, document, report);
  const { series, origins, forms } = buildSeries(document, clock, resolver.divisions.list, report);
  resolver.series = forms;
  resolver.points = series;
  const matrices = buildMatrices(document, resolver, report);
  resolver.resolveQuantities();
  const labels = labelCompartments(document, names, report);
  const initial = buildInitial(document, names, resolver, report);
  const population = initial === undefined ? undefined : checkInitial(initial, parameters, names, report);
  const integrator = buildIntegrator(document, grid, population, report);
  const weights = buildInfectious(document, names, resolver, report);
  const flows = planFlows(document, names, resolver, report);
  const structure = buildStructure({
    document,
    names,
    labels,
    initial: initial ?? [],
    weights,
    flows,
    matrices,
    resolver,
    report,
  });
  if (structure !== undefined && resolver.usesFlows) reportFlowUse(structure.flows, structure.forces, report);
  const outputs = buildOutputs({ document, names, structure, clock, resolver, report });
  const scenarios = buildScenarios(document, clock, grid, report);
  const targets = buildTargets({ document, names, outputs, grid, clock, resolver, report });
  if (grid === undefined || integrator === undefined || structure === undefined) return undefined;
  if (hasErrors(report.issues)) return undefined;
  const { title, summary, calibration } = content;
  const unnamed = priors.map(({ name: _, ...prior }) => prior);
  const core = { title, summary, time: grid, integrator, ...structure, parameters, series };
  const model: Model = { ...core, outputs, priors: unnamed, targets, calibration, scenarios };
  reportUnused(model, document, origins, resolver.shifted, report);
  return model;
}

/** The resolver, with everything it needs but series and flows. */
function resolverOf(document: Document, names: Names, clock: Clock, report: Reporter): Resolver {
  const list = collectDivisions(document, names.compartments, report);
  const cells = arrange(names.compartments, list, ORDER);
  const resolver = new Resolver(document, names, report, clock, { list, cells });
  resolver.tables = buildTables(document, list, report);
  return resolver;
}
