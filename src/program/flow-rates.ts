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

interface Parts {
  readonly fixed: Slot | undefined;
  readonly varying: Slot | undefined;
}

export class FlowRates {
  private readonly known = new Map<Formula, Parts>();
  private readonly scaled = new Map<string, readonly Slot[]>();
  private readonly tables: Tables;
  private readonly formulas: Formulas;
  private readonly place: Place;
  private readonly force: (index: number) => readonly Slot[];

  /** @param force  slots of a force, by its position, one for each group */
  constructor(tables: Tables, formulas: Formulas, place: Place, force: (index: number) => readonly Slot[]) {
    this.tables = tables;
    this.formulas = formulas;
    this.place = place;
    this.force = force;
  }

  /** Splits the rate of a flow that moves a share of its source. */
  split(flow: Flow, index: number): FlowRate {
    const { fixed, varying: factor } = this.parts(flow.rate, `flows.${flow.family}.rate`);
    const coefficient = fixed ?? this.tables.constant(1);
    if (flow.force === undefined) return { flow, index, coefficient, factor };
    const force = this.force(flow.force.force);
    const group = factor === undefined ? force : this.scale(force, factor);
    return { flow, index, coefficient, factor: group[flow.force.group] };
  }

  /** The factors of a product, those known before the run apart from the others; parts may be shared. */
  private parts(formula: Formula, path: string): Parts {
    const known = this.known.get(formula);
    if (known !== undefined) return known;
    const parts = this.takeApart(formula, path);
    this.known.set(formula, parts);
    return parts;
  }

  private takeApart(formula: Formula, path: string): Parts {
    if (formula.kind === "binary" && formula.operator === "multiply") {
      const [left, right] = [this.parts(formula.left, path), this.parts(formula.right, path)];
      return { fixed: this.product(left.fixed, right.fixed), varying: this.product(left.varying, right.varying) };
    }
    if (formula.kind === "binary" && formula.operator === "divide") {
      const left = this.parts(formula.left, path);
      const divisor = this.formulas.slot(formula.right, this.place, path);
      if (left.varying !== undefined && isFixed(divisor)) {
        const inverse = this.formulas.compute(OP_DIVIDE, [this.tables.constant(1), divisor]);
        return { fixed: this.product(left.fixed, inverse), varying: left.varying };
      }
    }
    const slot = this.formulas.slot(formula, this.place, path);
    return isFixed(slot) ? { fixed: slot, varying: undefined } : { fixed: undefined, varying: slot };
  }

  private product(left: Slot | undefined, right: Slot | undefined): Slot | undefined {
    if (left === undefined || right === undefined) return left ?? right;
    if (left.value !== undefined && right.value !== undefined) return this.tables.constant(left.value * right.value);
    return this.formulas.compute(OP_MULTIPLY, [left, right]);
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
