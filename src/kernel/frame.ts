// A placed program's memory by name: parameters in, trajectory, status and log densities out.

import * as layout from "../../assembly/layout.ts";
import type { Program } from "../program/program.ts";

/** How a run of one lane went: a STATUS of assembly/layout.ts, what it speaks of, and when. */
export interface LaneStatus {
  readonly status: number;
  /** Position of a compartment, or of an output for STATUS_OUTPUT_NOT_FINITE; NONE where unknown. */
  readonly culprit: number;
  readonly time: number;
}

/** The lowest size of any compartment at an output time or the end of an adaptive step, 0 where none is negative. */
export interface Lowest {
  readonly size: number;
  readonly compartment: number;
  readonly time: number;
}

export class Frame {
  readonly address: number;
  /** The whole memory, asked for anew each time: it may have grown. */
  private readonly memory: () => ArrayBuffer;
  private readonly lanes: number;
  private readonly program: Program;

  constructor(memory: () => ArrayBuffer, address: number, lanes: number, program: Program) {
    this.memory = memory;
    this.address = address;
    this.lanes = lanes;
    this.program = program;
  }

  private pointer(field: number): number {
    return new Int32Array(this.memory(), this.address)[field / 4] ?? 0;
  }

  private numbers(field: number, count: number): Float64Array {
    return new Float64Array(this.memory(), this.pointer(field), count);
  }

  private integers(field: number, count: number): Int32Array {
    return new Int32Array(this.memory(), this.pointer(field), count);
  }

  /** Where slot 0, and the first shared constant, stand. */
  get slotsAddress(): number {
    return this.pointer(layout.FRAME_SLOTS);
  }

  /** Length of a vector of the state, with what stands empty behind it. */
  get vectorBytes(): number {
    return this.pointer(layout.FRAME_VECTOR_BYTES);
  }

  get sharedAddress(): number {
    return this.pointer(layout.FRAME_SHARED);
  }

  /** [parameter][lane], natural scale; to be written before a run. The view holds until the memory grows. */
  get parameters(): Float64Array {
    return this.numbers(layout.FRAME_PARAMETERS, this.program.model.parameters.length * this.lanes);
  }

  /** [free parameter][lane], unconstrained. */
  get unconstrained(): Float64Array {
    return this.numbers(layout.FRAME_Z, this.program.model.priors.length * this.lanes);
  }

  /** [time][output][lane] of the latest run. */
  get trajectory(): Float64Array {
    const { time, outputs } = this.program.model;
    return this.numbers(layout.FRAME_TRAJECTORY, time.count * outputs.length * this.lanes);
  }

  /** Log prior, log likelihood, log Jacobian: [3][lane]. */
  get logDensity(): Float64Array {
    return this.numbers(layout.FRAME_LOG_DENSITY, 3 * this.lanes);
  }

  /** Log likelihood of each target: [target][lane]. */
  get targetTerms(): Float64Array {
    return this.numbers(layout.FRAME_TARGET_TERMS, this.program.model.targets.length * this.lanes);
  }

  /** A vector of the state, [row][lane]; 0 is the state itself, 1 the derivative last computed. */
  vector(index: number): Float64Array {
    const bytes = this.pointer(layout.FRAME_VECTOR_BYTES);
    const rows = this.pointer(layout.FRAME_ROWS);
    return new Float64Array(this.memory(), this.pointer(layout.FRAME_STATE) + index * bytes, rows * this.lanes);
  }

  /** Slots that are carried from one output time to the next, [slot][lane]; see Program's `carried`. */
  get carried(): Float64Array {
    const { carried } = this.program;
    const values = new Float64Array(carried.length * this.lanes);
    const slots = this.numbers(layout.FRAME_SLOTS, this.slotsUpTo(carried));
    carried.forEach((slot, n) =>
      values.set(slots.subarray(slot * this.lanes, (slot + 1) * this.lanes), n * this.lanes),
    );
    return values;
  }

  set carried(values: Float64Array) {
    const { carried } = this.program;
    const slots = this.numbers(layout.FRAME_SLOTS, this.slotsUpTo(carried));
    carried.forEach((slot, n) => slots.set(values.subarray(n * this.lanes, (n + 1) * this.lanes), slot * this.lanes));
  }

  private slotsUpTo(slots: readonly number[]): number {
    return slots.reduce((most, slot) => Math.max(most, slot + 1), 0) * this.lanes;
  }

  /** Random streams of a stochastic run as they stand, with what has been drawn of each; all lanes as one block. */
  get streams(): Int32Array {
    return this.integers(layout.FRAME_STREAMS, (layout.STREAM_BYTES / 4) * this.lanes);
  }

  /** A run that goes on from another's state has nothing to do with its own start: whatever was wrong with that is forgotten. */
  forgetStart(): void {
    this.integers(layout.FRAME_STATUS, this.lanes).fill(layout.STATUS_OK);
  }

  /** ∂(derivative)/∂(compartment) as last computed, [row][compartment]; only of a program placed for rodas5p. */
  get jacobian(): Float64Array {
    const rows = this.pointer(layout.FRAME_ROWS);
    return this.numbers(layout.FRAME_JACOBIAN, rows * this.program.model.compartments.length);
  }

  /** ∂(derivative)/∂t as last computed, [row]; only of a program placed for rodas5p. */
  get timeSlope(): Float64Array {
    return this.numbers(layout.FRAME_TIME_SLOPE, this.pointer(layout.FRAME_ROWS));
  }

  /** Value of a slot in one lane, as the latest run left it. */
  slot(position: number, lane = 0): number {
    return this.numbers(layout.FRAME_SLOTS, (position + 1) * this.lanes)[position * this.lanes + lane] ?? NaN;
  }

  status(lane: number): LaneStatus {
    return {
      status: this.integers(layout.FRAME_STATUS, this.lanes)[lane] ?? 0,
      culprit: this.integers(layout.FRAME_CULPRIT, this.lanes)[lane] ?? layout.NONE,
      time: this.numbers(layout.FRAME_FAIL_TIME, this.lanes)[lane] ?? NaN,
    };
  }

  lowest(lane: number): Lowest {
    return {
      size: this.numbers(layout.FRAME_LOWEST, this.lanes)[lane] ?? 0,
      compartment: this.integers(layout.FRAME_LOWEST_COMPARTMENT, this.lanes)[lane] ?? layout.NONE,
      time: this.numbers(layout.FRAME_LOWEST_TIME, this.lanes)[lane] ?? NaN,
    };
  }

  /** Steps accepted and rejected, and right-hand sides, of the latest run. */
  get cost(): { accepted: number; rejected: number; evaluations: number } {
    return {
      accepted: this.pointer(layout.FRAME_ACCEPTED),
      rejected: this.pointer(layout.FRAME_REJECTED),
      evaluations: this.pointer(layout.FRAME_EVALUATIONS),
    };
  }

  /** Stops the next run at the first derivative that is not finite, and leaves its slots to be read. */
  set tracing(on: boolean) {
    const value = on ? layout.TRACE_ON : layout.TRACE_OFF;
    new Int32Array(this.memory(), this.address)[layout.FRAME_TRACE / 4] = value;
  }

  /** Lets the next runs with dopri5 end with STATUS_STIFF once they turn out to be stiff. */
  set watching(on: boolean) {
    new Int32Array(this.memory(), this.address)[layout.FRAME_WATCH / 4] = Number(on);
  }

  get caught(): boolean {
    return this.pointer(layout.FRAME_TRACE) === layout.TRACE_CAUGHT;
  }

  /**
   * Streams of a stochastic run: the n-th draw of a lane depends on seed, replicate and n alone.
   *
   * @param seed       a whole number from 0 to 2⁵³ − 1
   * @param replicate  a whole number below 2³² for each lane
   */
  setStreams(seed: number, replicate: (lane: number) => number): void {
    const words = this.integers(layout.FRAME_STREAMS, (layout.STREAM_BYTES / 4) * this.lanes);
    for (let lane = 0; lane < this.lanes; lane += 1) {
      const first = (lane * layout.STREAM_BYTES) / 4;
      // A typed array of 32-bit words keeps the low 32 bits of a whole number.
      words[first + layout.STREAM_SEED_LOW / 4] = seed;
      words[first + layout.STREAM_SEED_HIGH / 4] = Math.floor(seed / 2 ** 32);
      words[first + layout.STREAM_CHAIN / 4] = replicate(lane);
      words[first + layout.STREAM_USE / 4] = layout.USE_REPLICATE;
    }
  }

  /** Lane 0 draws as a lane of another program does: the same replicate, as far as the flows are the same. */
  takeStream(other: Frame, lane: number): void {
    const words = layout.STREAM_BYTES / 4;
    const source = other.integers(layout.FRAME_STREAMS, words * other.lanes);
    this.integers(layout.FRAME_STREAMS, words).set(source.subarray(lane * words, (lane + 1) * words));
  }

  /** Initial sizes of the latest run as the document gives them, [compartment][lane]; a stochastic run cuts them to whole persons. */
  get initial(): Float64Array {
    return this.numbers(layout.FRAME_INITIAL, this.program.model.compartments.length * this.lanes);
  }

  /** The rate that STATUS_BAD_RATE speaks of. */
  badRate(lane: number): number {
    return this.numbers(layout.FRAME_BAD_RATE, this.lanes)[lane] ?? NaN;
  }

  /** Every lane at the document's parameter values. */
  setDefaults(): void {
    const { parameters } = this;
    this.program.model.parameters.forEach(({ value }, index) => {
      parameters.fill(value, index * this.lanes, (index + 1) * this.lanes);
    });
  }
}
