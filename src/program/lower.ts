// Model → program: chooses the tables that the kernel walks. The one place that knows how a model becomes numbers.

import type { Answer } from "../base/issue.ts";
import type { Model } from "../model/model.ts";
import { copyToRun, emitAbsolute, emitCount, emitLinear, emitMoves, type AbsoluteRate } from "./flows.ts";
import { FlowRates, type FlowRate } from "./flow-rates.ts";
import { lowerForce } from "./forces.ts";
import { Formulas } from "./formulas.ts";
import { lowerPriors, lowerTargets } from "./inference.ts";
import { Knots } from "./knots.ts";
import { Outputs } from "./outputs.ts";
import type { Program } from "./program.ts";
import { serialise } from "./serialise.ts";
import { Projections, ratePlace } from "./state.ts";
import { Tables } from "./tables.ts";

/** A flow as it is integrated: a share of its source, or persons per time unit. */
type Lowered = { readonly share: FlowRate } | { readonly absolute: AbsoluteRate };

/**
 * Lowers a model. It does not fail on a model that `build` made; notices (knots moved to the step grid, jumps that
 * cannot be located) travel with the program.
 */
export function lower(model: Model): Answer<Program> {
  const tables = new Tables(model.parameters.length);
  const knots = new Knots(tables, model.time, model.integrator);
  const formulas = new Formulas(tables, model, knots);
  const place = ratePlace(tables);
  const sizes = model.initial.map((formula, index) =>
    formulas.slot(formula, place, `initial.${model.compartments[index]?.name ?? index}`),
  );
  const initial = copyToRun(tables, sizes);
  const forces = model.forces.map((force) => lowerForce(force, tables, formulas, place));
  const rates = new FlowRates(tables, formulas, place, forces);
  const flows = model.flows.map((flow, index): Lowered => {
    if (!flow.absolute) return { share: rates.split(flow, index) };
    const rate = formulas.slot(flow.rate, place, `flows.${flow.family}.rate`);
    return { absolute: { from: flow.from, to: flow.to, rate } };
  });
  const shares = flows.map((flow) => ("share" in flow ? flow.share : undefined));
  const outputs = new Outputs(model, tables, formulas, new Projections(tables), shares);
  const { projections } = outputs.emit();
  emitFlows(tables, formulas, model.compartments.length, flows, outputs);
  const priors = lowerPriors(model, tables, formulas);
  const targets = lowerTargets(model, tables, formulas, place);
  const built = serialise({ model, tables, knots, initial, outputs, projections, priors, targets });
  const program: Program = {
    ...built,
    model,
    knots: knots.found.map(({ path, written, used }) => ({
      path,
      written: written.position,
      used: used.position,
      isConstant: written.value !== undefined,
    })),
    flowSlots: flows.map((flow, index) => ({
      name: model.flows[index]?.name ?? "",
      slots:
        "share" in flow
          ? [flow.share.coefficient.position, ...(flow.share.factor === undefined ? [] : [flow.share.factor.position])]
          : [flow.absolute.rate.position],
    })),
    issues: knots.issues,
  };
  return { ok: true, value: program, issues: knots.issues };
}

function emitFlows(
  tables: Tables,
  formulas: Formulas,
  nCompartments: number,
  flows: readonly Lowered[],
  outputs: Outputs,
): void {
  const shares = flows.flatMap((flow) => ("share" in flow ? [flow.share] : []));
  const nRows = nCompartments + outputs.accumulators.length;
  emitLinear(
    tables,
    formulas,
    nRows,
    shares.filter((share) => share.factor === undefined),
  );
  emitMoves(
    tables,
    shares.filter((share) => share.factor !== undefined),
  );
  emitAbsolute(
    tables,
    flows.flatMap((flow) => ("absolute" in flow ? [flow.absolute] : [])),
  );
  for (const { row, flows: counted } of outputs.accumulators) {
    const members = counted.map((index) => flows[index]).filter((flow) => flow !== undefined);
    emitCount(
      tables,
      members.flatMap((flow) => ("share" in flow ? [flow.share] : [])),
      row,
    );
    emitAbsolute(
      tables,
      members.flatMap((flow) => ("absolute" in flow ? [{ from: null, to: row, rate: flow.absolute.rate }] : [])),
    );
  }
}
