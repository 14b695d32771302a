// A flow's rate taken apart: what is fixed by the parameters, what varies in time or with the state, and its force.

import { OP_DIVIDE, OP_MULTIPLY, OP_SCALE_ROWS } from "../../assembly/layout.ts";
import type { Flow, Formula } from "../model/model.ts";
import type { Formulas, Place } from "./formulas.ts";
import { LEVELS, type Slot, type Tables } from "./tables.ts";

/** Persons moved = coefficient × factor × source; no factor for a linear flow. */
export interface FlowRate {
  readonly flow: Flow;
  readonly index: number;
  /** Known before the run. */
  readonly coefficient: Slot;
  /** A single slot, or one of a run over groups. */
  readonly factor: Slot | undefined;
}

export class FlowRates {
  private readonly scaled = new Map<string, readonly Slot[]>();
  private readonly tables: Tables;
  private readonly formulas: Formulas;
  private readonly place: Place;
  private readonly forces: readonly (readonly Slot[])[];

  constructor(tables: Tables, formulas: Formulas, place: Place, forces: readonly (readonly Slot[])[]) {
    this.tables = tables;
    this.formulas = formulas;
    this.place = place;
    this.forces = forces;
  }

  /** Splits the rate of a flow that moves a share of its source. */
  split(flow: Flow, index: number): FlowRate {
    const fixed: Slot[] = [];
    const varying: Slot[] = [];
    this.collect(flow.rate, `flows.${flow.family}.rate`, fixed, varying);
    const coefficient = this.product(fixed) ?? this.tables.constant(1);
    const factor = this.product(varying);
    if (flow.force === undefined) return { flow, index, coefficient, factor };
    const force = this.forces[flow.force.force] ?? [];
    const group = factor === undefined ? force : this.scale(force, factor);
    return { flow, index, coefficient, factor: group[flow.force.group] };
  }

  /** Factors of a product, sorted by whether they are known before the run. */
  private collect(formula: Formula, path: string, fixed: Slot[], varying: Slot[]): void {
    if (formula.kind === "binary" && formula.operator === "multiply") {
      this.collect(formula.left, path, fixed, varying);
      this.collect(formula.right, path, fixed, varying);
      return;
    }
    const slot = this.formulas.slot(formula, this.place, path);
    if (isFixed(slot)) {
      fixed.push(slot);
      return;
    }
    if (formula.kind === "binary" && formula.operator === "divide") {
      const divisor = this.formulas.slot(formula.right, this.place, path);
      if (isFixed(divisor)) {
        this.collect(formula.left, path, fixed, varying);
        fixed.push(this.formulas.compute(OP_DIVIDE, [this.tables.constant(1), divisor]));
        return;
      }
    }
    varying.push(slot);
  }

  private product(slots: readonly Slot[]): Slot | undefined {
    return slots.reduce<Slot | undefined>((left, right) => {
      if (left === undefined) return right;
      if (left.value !== undefined && right.value !== undefined) return this.tables.constant(left.value * right.value);
      return this.formulas.compute(OP_MULTIPLY, [left, right]);
    }, undefined);
  }

  /** The force on every group times one factor that varies. */
  private scale(force: readonly Slot[], factor: Slot): readonly Slot[] {
    const [first] = force;
    if (first === undefined) return force;
    const key = `${first.id}:${factor.id}`;
    let run = this.scaled.get(key);
    if (run === undefined) {
      run = this.tables.allocate(force.length, "rate");
      this.tables.emit("rate", OP_SCALE_ROWS, force.length, run[0] ?? first, first, factor);
      this.scaled.set(key, run);
    }
    return run;
  }
}

function isFixed(slot: Slot): boolean {
  return LEVELS.indexOf(slot.level) <= LEVELS.indexOf("setup");
}
