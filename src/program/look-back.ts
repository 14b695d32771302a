// Outputs that look back on earlier output times, to code of the section that finishes a row.

import * as family from "../../assembly/family.ts";
import * as layout from "../../assembly/layout.ts";
import type { Delay, TimeGrid } from "../model/model.ts";
import type { Formulas, Place } from "./formulas.ts";
import type { Slot, Tables } from "./tables.ts";

const FAMILY = { gamma: family.FAMILY_GAMMA, lognormal: family.FAMILY_LOGNORMAL } as const;

export class LookBack {
  /** Histories by the output they hold, [output time]. */
  private readonly histories = new Map<Slot, readonly Slot[]>();
  private present: Slot | undefined;
  private readonly time: TimeGrid;
  private readonly tables: Tables;
  private readonly formulas: Formulas;
  private readonly place: Place;

  constructor(time: TimeGrid, tables: Tables, formulas: Formulas, place: Place) {
    this.time = time;
    this.tables = tables;
    this.formulas = formulas;
    this.place = place;
  }

  /** Sum from the output time `from` on, 0 before. A time that is one but for rounding counts as one. */
  cumulative(source: Slot, from: number | undefined): Slot {
    const { tables, time } = this;
    const sum = this.starting(0);
    let added = source;
    if (from !== undefined && from > time.start) {
      const first = tables.constant(Math.ceil((from - time.start) / time.step - 1e-9));
      const isCounted = this.formulas.compute(layout.OP_LESS_EQUAL, [first, this.row()]);
      added = this.formulas.compute(layout.OP_SELECT, [isCounted, source, tables.constant(0)]);
    }
    tables.emit("finish", layout.OP_ADD, sum, sum, added);
    return sum;
  }

  /** Sum or mean over the latest `width` output times. */
  rolling(source: Slot, width: number, statistic: "sum" | "mean"): Slot {
    const { tables } = this;
    const history = this.history(source);
    const slot = tables.one("finish");
    const isMean = statistic === "mean" ? 1 : 0;
    tables.emit("finish", layout.OP_WINDOW, slot, history, this.row(), Math.max(1, Math.floor(width)), isMean);
    return slot;
  }

  /**
   * Convolution with the weights of a delay.
   * Errors: an Error where the delay's distribution changes in time, which `build` reports before.
   */
  delay(source: Slot, delay: Delay, path: string): Slot {
    const { tables, time } = this;
    const history = this.history(source);
    const weights = delay.kind === "weights" ? this.given(delay.weights) : this.distributed(delay, path);
    const slot = tables.one("finish");
    tables.emit("finish", layout.OP_CONVOLVE, time.count, slot, history, this.row(), weights);
    return slot;
  }

  /** Weights as they stand, none after the last. */
  private given(weights: readonly number[]): Slot {
    const all = Array.from({ length: this.time.count }, (_, lag) => this.tables.constant(weights[lag] ?? 0));
    return first(this.tables.contiguous(all));
  }

  private distributed(delay: Exclude<Delay, { kind: "weights" }>, path: string): Slot {
    const { tables, time } = this;
    const given = delay.arguments.map((part) => this.formulas.slot(part, this.place, path));
    if (given.some(({ level }) => level !== "constant" && level !== "setup")) {
      throw new Error(`${path} has a delay that changes in time`);
    }
    const weights = first(tables.allocate(time.count, "setup"));
    const [a = weights, b = weights] = given;
    const step = tables.constant(time.step);
    tables.emit("setup", layout.OP_DELAY_WEIGHTS, time.count, weights, FAMILY[delay.kind], a, b, step);
    return weights;
  }

  /** First of the slots that keep all values of an output so far. */
  private history(source: Slot): Slot {
    let slots = this.histories.get(source);
    if (slots === undefined) {
      slots = this.tables.allocate(this.time.count, "finish");
      for (const slot of slots) this.tables.carried.push(slot);
      this.tables.emit("finish", layout.OP_KEEP, this.time.count, first(slots), this.row(), source);
      this.histories.set(source, slots);
    }
    return first(slots);
  }

  /** Number of the row that is being finished, from 0. */
  private row(): Slot {
    if (this.present === undefined) {
      this.present = this.starting(-1);
      this.tables.emit("finish", layout.OP_ADD, this.present, this.present, this.tables.constant(1));
    }
    return this.present;
  }

  /** A slot that is carried from row to row, with its value before the first. */
  private starting(value: number): Slot {
    const slot = this.tables.one("finish");
    this.tables.carried.push(slot);
    this.tables.emit("setup", layout.OP_COPY, slot, this.tables.constant(value));
    return slot;
  }
}

function first(slots: readonly Slot[]): Slot {
  const [slot] = slots;
  if (slot === undefined) throw new Error("a run has no output times");
  return slot;
}
