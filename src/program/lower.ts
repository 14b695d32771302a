// Model → program: chooses the tables that the kernel walks. The one place that knows how a model becomes numbers.

import type { Answer } from "../base/issue.ts";
import type { Model } from "../model/model.ts";
import {
  copyToRun,
  countsInBlocks,
  emitAbsolute,
  emitCount,
  emitLinear,
  emitMoves,
  type AbsoluteRate,
  type Count,
} from "./flows.ts";
import { FlowRates } from "./flow-rates.ts";
import { lowerForce } from "./forces.ts";
import { flowSum, type FlowTerm } from "./flow-sums.ts";
import { Formulas, type Place } from "./formulas.ts";
import { lowerPriors, lowerTargets } from "./inference.ts";
import { Knots } from "./knots.ts";
import { LoweredFlows, type Lowered } from "./lowered-flows.ts";
import { Mixer } from "./mixing.ts";
import { Outputs } from "./outputs.ts";
import type { FlowSlots, Program } from "./program.ts";
import { serialise } from "./serialise.ts";
import { shareTotals } from "./shared-totals.ts";
import { stiffIssues } from "./stiff.ts";
import { emitLeaps } from "./stochastic.ts";
import { Projections, RateSizes } from "./state.ts";
import { Tables, type Slot } from "./tables.ts";

/**
 * Lowers a model. Of those that `build` made it refuses only one that is too large for rodas5p (K108); notices (knots
 * moved to the step grid, jumps that cannot be located) travel with the program.
 */
export function lower(model: Model): Answer<Program> {
  const refusals = stiffIssues(model);
  if (refusals.length > 0) return { ok: false, issues: refusals };
  const tables = new Tables(model.parameters.length);
  const knots = new Knots(tables, model.time, model.integrator);
  knots.stopAt(model.stops ?? []);
  const formulas = new Formulas(tables, model, knots);
  const { place, flows: lowering } = rightHandSide(model, tables, formulas);
  const sizes = model.initial.map((formula, index) =>
    formulas.slot(formula, place, `initial.${model.compartments[index]?.name ?? index}`),
  );
  const initial = copyToRun(tables, sizes);
  const flows = lowering.all();
  const shares = flows.map((flow) => ("share" in flow ? flow.share : undefined));
  const outputs = new Outputs(model, tables, formulas, new Projections(tables), shares);
  const { projections } = outputs.emit();
  emitFlows(tables, formulas, model.compartments.length, flows, outputs);
  if (model.integrator.method === "tau-leap") emitLeaps(tables, flows, outputs.accumulators);
  shareTotals(tables);
  const priors = lowerPriors(model, tables, formulas, place);
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
    flowSlots: flowSlotsOf(model, flows),
    jumps: Array.from(formulas.jumps, ([{ position }, path]) => ({ slot: position, path })),
    carried: tables.carried.map(({ position }) => position),
    issues: knots.issues,
  };
  return { ok: true, value: program, issues: knots.issues };
}

function flowSlotsOf(model: Model, flows: readonly Lowered[]): FlowSlots[] {
  return flows.map((flow, index) => ({
    name: model.flows[index]?.name ?? "",
    slots:
      "share" in flow
        ? [flow.share.coefficient.position, ...(flow.share.factor === undefined ? [] : [flow.share.factor.position])]
        : [flow.absolute.rate.position],
  }));
}

/** Flows and the place of their formulas: the rate of a flow may be made of other flows. */
function rightHandSide(model: Model, tables: Tables, formulas: Formulas): { place: Place; flows: LoweredFlows } {
  const sizes = new RateSizes(tables);
  const known = new Map<number, readonly Slot[]>();
  const place: Place = {
    name: "rate",
    sum: (compartments) => sizes.sum(compartments),
    flow: (indices) => flowSum(indices.map(termOf), sizes, formulas, tables),
  };
  const context = { tables, formulas, place, mixer: new Mixer(tables, formulas, place), populations: new Map() };
  const force = (index: number): readonly Slot[] => {
    const wanted = model.forces[index];
    if (wanted === undefined) throw new Error(`there is no force of infection ${index}`);
    const slots = known.get(index) ?? lowerForce(wanted, context);
    known.set(index, slots);
    return slots;
  };
  const flows = new LoweredFlows(model, formulas, new FlowRates(tables, formulas, place, force), place);
  const termOf = (index: number): FlowTerm => {
    const flow = flows.at(index);
    if ("absolute" in flow) return { rate: flow.absolute.rate };
    const { coefficient, factor } = flow.share;
    return { row: flow.share.flow.from ?? 0, coefficient, factor };
  };
  return { place, flows };
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
  const counted = outputs.accumulators.map(({ row, flows: members }) => countedBy(row, members, flows));
  const inBlocks = countsInBlocks(counted);
  emitLinear(
    tables,
    formulas,
    nRows,
    shares.filter((share) => share.factor === undefined),
    counted.filter((_, position) => inBlocks.has(position)),
  );
  emitMoves(
    tables,
    shares.filter((share) => share.factor !== undefined),
  );
  emitAbsolute(
    tables,
    flows.flatMap((flow) => ("absolute" in flow ? [flow.absolute] : [])),
  );
  counted.forEach(({ row, flows: members, absolute }, position) => {
    if (!inBlocks.has(position)) emitCount(tables, members, row);
    emitAbsolute(tables, absolute);
  });
}

/** What an accumulator counts, of the flows as they were lowered. */
function countedBy(
  row: number,
  members: readonly number[],
  flows: readonly Lowered[],
): Count & { readonly absolute: readonly AbsoluteRate[] } {
  const lowered = members.map((index) => flows[index]).filter((flow) => flow !== undefined);
  return {
    row,
    flows: lowered.flatMap((flow) => ("share" in flow ? [flow.share] : [])),
    absolute: lowered.flatMap((flow) =>
      "absolute" in flow ? [{ from: null, to: row, rate: flow.absolute.rate }] : [],
    ),
  };
}
