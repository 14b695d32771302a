// The growing tables of a program: slots, code by section, shared constants. Slots get their numbers at the end.

import { OP_COPY, OP_COPY_EACH, SLOT_PARAMETERS, SLOT_TIME } from "../../assembly/layout.ts";

/** When a slot's value is known, and so the section that computes it; a later one may read all earlier ones. */
export type Level = "constant" | "setup" | "time" | "rate" | "finish";
export const LEVELS: readonly Level[] = ["constant", "setup", "time", "rate", "finish"];

export function latest(levels: readonly Level[]): Level {
  return levels.reduce((late, level) => (LEVELS.indexOf(level) > LEVELS.indexOf(late) ? level : late), "constant");
}

/** One number per lane. */
export interface Slot {
  readonly id: number;
  readonly level: Level;
  /** The value of a constant slot. */
  readonly value?: number;
  /** The run of consecutive slots that it stands in, and where. */
  readonly run: readonly Slot[];
  readonly index: number;
  /** Position in the program, assigned by `number`. */
  position: number;
}

/** Slots of one lane in a cache line of 64 bytes; runs as long as this start at such a line, which their loads do not cross. */
const LINE = 8;
const ALIGNED_FROM = 8;

export type Word = Slot | number;
export type Section = "setup" | "time" | "rate" | "flow" | "leap" | "project" | "finish";

export class Tables {
  readonly sections: Record<Section, Word[]> = {
    setup: [],
    time: [],
    rate: [],
    flow: [],
    leap: [],
    project: [],
    finish: [],
  };
  readonly shared: number[] = [];
  /** Slots whose value at one output time is used at the next. */
  readonly carried: Slot[] = [];
  readonly time: Slot;
  readonly parameters: readonly Slot[];
  private readonly runs: Slot[][] = [];
  private readonly constants = new Map<string, Slot>();
  /** Runs made of other slots, by the slots: what a flow moves and what is counted of it share theirs. */
  private readonly copies = new Map<string, readonly Slot[]>();
  private nextId = 0;

  constructor(nParameters: number) {
    this.time = this.allocate(1, "time")[0] as Slot; // a run of one has a first
    this.parameters = this.allocate(nParameters, "setup");
  }

  /** `count` consecutive slots whose values become known at `level`. */
  allocate(count: number, level: Level, values?: readonly number[]): Slot[] {
    const run: Slot[] = [];
    for (let index = 0; index < count; index += 1) {
      const value = values?.[index];
      const id = this.nextId + index;
      run.push(
        value === undefined ? { id, level, run, index, position: -1 } : { id, level, value, run, index, position: -1 },
      );
    }
    this.nextId += count;
    this.runs.push(run);
    return run;
  }

  one(level: Level): Slot {
    return this.allocate(1, level)[0] as Slot; // a run of one has a first
  }

  /** A slot for a constant; equal constants share one. −0 and 0 are different. */
  constant(value: number): Slot {
    const key = Object.is(value, -0) ? "-0" : String(value);
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const slot = this.allocate(1, "constant", [value])[0] as Slot; // a run of one has a first
    this.constants.set(key, slot);
    return slot;
  }

  emit(section: Section, code: number, ...operands: Word[]): void {
    const words = this.sections[section];
    words.push(code);
    for (const operand of operands) words.push(operand);
  }

  /** Consecutive slots with these values: the slots themselves where they stand so already, else copies. */
  contiguous(slots: readonly Slot[]): readonly Slot[] {
    const first = slots[0];
    if (first === undefined) return [];
    const key = slots.map(({ id }) => id).join(",");
    const known = this.copies.get(key) ?? this.copied(first, slots);
    this.copies.set(key, known);
    return known;
  }

  private copied(first: Slot, slots: readonly Slot[]): readonly Slot[] {
    if (slots.every((slot, offset) => first.run[first.index + offset] === slot)) return slots;
    if (slots.every((slot) => slot.value !== undefined)) {
      return this.allocate(
        slots.length,
        "constant",
        slots.map((slot) => slot.value ?? 0),
      );
    }
    const run = this.allocate(slots.length, latest(slots.map((slot) => slot.level)));
    const sectionOf = ({ level }: Slot): Section => (level === "constant" ? "setup" : level);
    for (let start = 0; start < run.length;) {
      const section = sectionOf(slots[start] ?? first);
      let end = start + 1;
      while (end < run.length && sectionOf(slots[end] ?? first) === section) end += 1;
      this.emitCopies(section, run.slice(start, end), slots.slice(start, end));
      start = end;
    }
    return run;
  }

  /** Copies slots into neighbours of each other. */
  emitCopies(section: Section, to: readonly Slot[], from: readonly Slot[]): void {
    const [target, source] = [to[0], from[0]];
    if (target === undefined || source === undefined) return;
    if (to.length === 1) this.emit(section, OP_COPY, target, source);
    else this.emit(section, OP_COPY_EACH, to.length, target, from.length, ...from);
  }

  /** True where `second` stands right after `first`. */
  areNeighbours(first: Slot, second: Slot): boolean {
    return first.run[first.index + 1] === second;
  }

  /** Index of the first of these values among the shared constants. */
  share(values: readonly number[]): number {
    const first = this.shared.length;
    for (const value of values) this.shared.push(value); // thousands of values are too many arguments for one call
    return first;
  }

  /** Gives every slot its position: time, parameters, other runs as they were allocated, then `last` side by side. */
  number(last: readonly Slot[]): { count: number; constants: Slot[] } {
    const apart = new Set(last);
    let position = SLOT_TIME;
    const constants: Slot[] = [];
    for (const run of [...this.runs.filter(([slot]) => slot !== undefined && !apart.has(slot)), last]) {
      if (run.length >= ALIGNED_FROM && run !== this.parameters) position = Math.ceil(position / LINE) * LINE;
      for (const slot of run) {
        slot.position = position;
        position += 1;
        if (slot.value !== undefined) constants.push(slot);
      }
    }
    if (this.parameters[0] !== undefined && this.parameters[0].position !== SLOT_PARAMETERS) {
      throw new Error("the parameters must stand right after time");
    }
    return { count: position, constants };
  }
}
