// Outputs to code: projections of the state, then what is computed from them at each output time.

import { OP_ADD, OP_COPY, OP_MULTIPLY, OP_SUBTRACT } from "../../assembly/layout.ts";
import type { Model } from "../model/model.ts";
import type { FlowRate } from "./flow-rates.ts";
import type { Formulas, Place } from "./formulas.ts";
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
      output: (index) => this.slot(index),
    };
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
    let slot: Slot;
    if (output.kind === "formula") slot = this.formulas.slot(output.formula, this.place, path);
    else if (output.kind === "count") slot = this.count(output.flows);
    else slot = this.rate(output.flows);
    this.slots[index] = slot;
    return slot;
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
    this.tables.emit("setup", OP_COPY, before, this.tables.constant(0));
    this.copies.push({ to: before, from: now });
    const slot = this.formulas.compute(OP_SUBTRACT, [now, before]);
    this.rows.set(key, slot);
    return slot;
  }

  private rate(flows: readonly number[]): Slot {
    const parts = flows.map((index) => this.flowRate(index));
    return parts.reduce((sum, part) => this.formulas.compute(OP_ADD, [sum, part]), this.tables.constant(0));
  }

  /** Persons per time unit at the output time. */
  private flowRate(index: number): Slot {
    const flow = this.model.flows[index];
    if (flow === undefined) throw new Error(`there is no flow ${index}`);
    const rate = this.rates[index];
    if (rate === undefined || flow.from === null) {
      return this.formulas.slot(flow.rate, this.place, `flows.${flow.family}.rate`);
    }
    const source = this.projections.row(flow.from);
    if (flow.force === undefined) {
      const share = this.formulas.slot(flow.rate, this.place, `flows.${flow.family}.rate`);
      return this.formulas.compute(OP_MULTIPLY, [share, source]);
    }
    const share = this.formulas.compute(OP_MULTIPLY, [rate.coefficient, rate.factor ?? this.tables.constant(1)]);
    return this.formulas.compute(OP_MULTIPLY, [share, source]);
  }
}
