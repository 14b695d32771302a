// Outputs to code: projections of the state, then what is computed from them at each output time.

import { OP_COPY, OP_SUBTRACT } from "../../assembly/layout.ts";
import type { LookedBackOn, Model, Output } from "../model/model.ts";
import { FlowRates, type FlowRate } from "./flow-rates.ts";
import { flowSum, type FlowTerm } from "./flow-sums.ts";
import type { Formulas, Place } from "./formulas.ts";
import { LookBack } from "./look-back.ts";
import type { Projections } from "./state.ts";
import type { Slot, Tables } from "./tables.ts";

/** Flows whose persons are summed in one more row of the state. */
export interface Accumulator {
  readonly row: number;
  readonly flows: readonly number[];
}

export class Outputs {
  readonly accumulators: Accumulator[] = [];
  readonly slots: Slot[] = [];
  private readonly rows = new Map<string, Slot>();
  private readonly copies: { readonly to: Slot; readonly from: Slot }[] = [];
  private readonly place: Place;
  private readonly model: Model;
  private readonly tables: Tables;
  private readonly formulas: Formulas;
  private readonly projections: Projections;
  private readonly rates: readonly (FlowRate | undefined)[];
  /** Rates of flows without a force, from what the outputs are computed from. */
  private readonly outputRates: FlowRates;
  private readonly lookBack: LookBack;

  /** @param rates  by position of the flow; undefined for an absolute flow */
  constructor(
    model: Model,
    tables: Tables,
    formulas: Formulas,
    projections: Projections,
    rates: readonly (FlowRate | undefined)[],
  ) {
    this.model = model;
    this.tables = tables;
    this.formulas = formulas;
    this.projections = projections;
    this.rates = rates;
    this.place = {
      name: "output",
      sum: (compartments) => projections.sum(compartments),
      flow: (flows) => this.rate(flows),
      output: (index) => this.usedSlot(index),
    };
    this.outputRates = new FlowRates(tables, formulas, this.place, () => []);
    this.lookBack = new LookBack(model.time, tables, formulas, this.place);
  }

  /** Lowers all outputs, in order, and closes the projections. */
  emit(): { projections: readonly Slot[] } {
    this.model.outputs.forEach((_, index) => this.slot(index));
    const projections = this.projections.close();
    for (const { to, from } of this.copies) this.tables.emit("finish", OP_COPY, to, from);
    return { projections };
  }

  private slot(index: number): Slot {
    const known = this.slots[index];
    if (known !== undefined) return known;
    const output = this.model.outputs[index];
    if (output === undefined) throw new Error(`there is no output ${index}`);
    const path = `outputs.${output.name}`;
    const slot = this.make(output, path);
    this.slots[index] = slot;
    return slot;
  }

  /** Errors: an Error for an output that the kernel does not compute, which `build` reports before. */
  private usedSlot(index: number): Slot {
    const output = this.model.outputs[index];
    if (output?.kind === "reproduction") throw new Error(`outputs.${output.name} is computed after the run`);
    return this.slot(index);
  }

  private make(output: Output, path: string): Slot {
    switch (output.kind) {
      case "formula":
        return this.formulas.slot(output.formula, this.place, path);
      case "count":
        return this.count(output.flows);
      case "rate":
        return this.rate(output.flows);
      case "cumulative":
        return this.lookBack.cumulative(this.lookedBackOn(output.of), output.from);
      case "rolling":
        return this.lookBack.rolling(this.lookedBackOn(output.of), output.width, output.statistic);
      case "delay":
        return this.lookBack.delay(this.lookedBackOn(output.of), output.delay, path);
      case "reproduction":
        return this.tables.constant(0); // computed after the run
    }
  }

  private lookedBackOn(of: LookedBackOn): Slot {
    return "output" in of ? this.usedSlot(of.output) : this.count(of.flows);
  }

  /** Persons since the previous output time: the accumulator now less what it was then. */
  private count(flows: readonly number[]): Slot {
    const key = flows.join(",");
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const row = this.model.compartments.length + this.accumulators.length;
    this.accumulators.push({ row, flows });
    const now = this.projections.row(row);
    const before = this.tables.one("finish");
    this.tables.carried.push(before);
    this.tables.emit("setup", OP_COPY, before, this.tables.constant(0));
    this.copies.push({ to: before, from: now });
    const slot = this.formulas.compute(OP_SUBTRACT, [now, before]);
    this.rows.set(key, slot);
    return slot;
  }

  /** Persons per time unit at the output time. */
  private rate(flows: readonly number[]): Slot {
    const terms = flows.map((index) => this.term(index));
    return flowSum(terms, this.projections, this.formulas, this.tables);
  }

  /** Without a force the rate is computed from the outputs' own sizes; a force of infection comes from the whole state. */
  private term(index: number): FlowTerm {
    const flow = this.model.flows[index];
    if (flow === undefined) throw new Error(`there is no flow ${index}`);
    const rate = this.rates[index];
    if (rate === undefined || flow.from === null) {
      return { rate: this.formulas.slot(flow.rate, this.place, `flows.${flow.family}.rate`) };
    }
    const { coefficient, factor } = flow.force === undefined ? this.outputRates.split(flow, index) : rate;
    return { row: flow.from, coefficient, factor };
  }
}
