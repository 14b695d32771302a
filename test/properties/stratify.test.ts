// What must hold for every structure, whatever its flows and strata: 1150 random ones.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Formula, Mixing, Model } from "../../src/model/model.ts";
import type { Order } from "../../src/model/structure-order.ts";
import type { Adjustment, FlowKind } from "../../src/model/structure.ts";
import { lower } from "../../src/program/lower.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import { testKernel } from "../support/kernel.ts";
import { constant, grid } from "../support/models.ts";
import { Build } from "../support/structures.ts";

const NAMES = ["a", "b", "c", "d"];
const KINDS = ["transition", "infection", "exit", "entry", "births", "replacement", "absolute"] as const;

/** In sixteenths, so that all is well within what two steps a unit can follow, and a counterexample can be read. */
const sixteenths = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max }).map((n) => n / 16);
const rate = sixteenths(0, 6);
const positive = sixteenths(2, 16);

const anyFlow = fc.record({
  kind: fc.constantFrom<FlowKind>(...KINDS),
  mode: fc.constantFrom("frequency", "density"),
  from: fc.nat(3),
  /** Steps from the source to the destination, so that they differ. */
  step: fc.integer({ min: 1, max: 3 }),
  rate,
  /** Amplitude of a swing in time. */
  swing: sixteenths(0, 14),
});

const anyStratification = fc.record({
  strata: fc.integer({ min: 1, max: 3 }),
  /** Which compartments are split; 15 is all of them. */
  split: fc.constantFrom(15, 15, 15, 3, 6, 9, 14),
  shares: fc.array(positive, { minLength: 3, maxLength: 3 }),
  isMixing: fc.boolean(),
  matrix: fc.array(positive, { minLength: 9, maxLength: 9 }),
  factors: fc.array(fc.option(positive), { minLength: 3, maxLength: 3 }),
  weights: fc.array(fc.option(positive), { minLength: 3, maxLength: 3 }),
  /** The flow that is adjusted, and whether its rate is multiplied or set. */
  flow: fc.nat(5),
  isSet: fc.boolean(),
});

const anyShape = fc.record({
  sizes: fc.array(fc.integer({ min: 20, max: 100 }), { minLength: 4, maxLength: 4 }),
  flows: fc.array(anyFlow, { minLength: 1, maxLength: 6 }),
  stratifications: fc.array(anyStratification, { maxLength: 2 }),
});

type FlowShape = typeof anyFlow extends fc.Arbitrary<infer T> ? T : never;
type StratificationShape = typeof anyStratification extends fc.Arbitrary<infer T> ? T : never;
type Shape = typeof anyShape extends fc.Arbitrary<infer T> ? T : never;

interface Options {
  /** Every rate is divided by this, and every time multiplied. */
  readonly slowness?: number;
  /** Where the strata of each stratification stand: a permutation of 0, 1, 2. */
  readonly order?: readonly number[];
}

/** Nobody enters, leaves, or is made. */
function isClosed({ kind }: FlowShape): boolean {
  return kind === "transition" || kind === "infection";
}

/** rate · (1 + swing · sin(t / slowness)) / slowness */
function rateOf({ kind, mode, rate, swing }: FlowShape, slowness: number): Formula {
  const time: Formula = { kind: "binary", operator: "divide", left: { kind: "time" }, right: constant(slowness) };
  const swinging: Formula = {
    kind: "binary",
    operator: "multiply",
    left: constant(swing),
    right: { kind: "unary", operator: "sin", operand: time },
  };
  const own = rate * unitOf(kind, mode);
  return {
    kind: "binary",
    operator: "multiply",
    left: constant(own / paceOf(kind, slowness)),
    right: { kind: "binary", operator: "add", left: constant(1), right: swinging },
  };
}

/** Density transmission meets up to 400 persons; an absolute flow must not empty the smallest group. */
function unitOf(kind: FlowKind, mode: "frequency" | "density"): number {
  if (kind === "absolute") return 1 / 1024;
  return kind === "infection" && mode === "density" ? 1 / 512 : 1;
}

/** Replacement births are a share of deaths, which are slowed already. */
function paceOf(kind: FlowKind, slowness: number): number {
  return kind === "replacement" ? 1 : slowness;
}

function build({ sizes, flows, stratifications }: Shape, options: Options = {}): Build {
  const { slowness = 1, order = [0, 1, 2] } = options;
  const built = new Build(Object.fromEntries(NAMES.map((name, index) => [name, sizes[index] ?? 0])), ["b", "c"]);
  flows.forEach((flow, index) => {
    const [from, to] = [NAMES[flow.from] ?? null, NAMES[(flow.from + flow.step) % 4] ?? null];
    const isEntry = ["entry", "births", "replacement"].includes(flow.kind);
    const ends = { from: isEntry ? null : from, to: flow.kind === "exit" ? null : to };
    built.flow(`flow${index}`, flow.kind, ends.from, ends.to, rateOf(flow, slowness), { mode: flow.mode });
  });
  stratifications.forEach((shape, index) => addStratification(built, shape, `x${index}`, flows, slowness, order));
  return built;
}

function addStratification(
  built: Build,
  shape: StratificationShape,
  name: string,
  flows: readonly FlowShape[],
  slowness: number,
  order: readonly number[],
): void {
  // Strata are named by what they are, not by where they stand.
  const places = order.filter((place) => place < shape.strata);
  const strata = places.map((place) => `s${place}`);
  const compartments = NAMES.filter((_, bit) => (shape.split & (1 << bit)) !== 0);
  const total = shape.shares.slice(0, shape.strata).reduce((sum, share) => sum + share, 0);
  const adjusted = flows[shape.flow % flows.length];
  const adjust = (
    values: readonly (number | null)[],
    isSet: boolean,
    unit: number,
  ): Record<string, Adjustment | null> =>
    Object.fromEntries(
      places.map((place) => {
        const value = values[place] ?? null;
        if (value === null) return [`s${place}`, null];
        return [`s${place}`, isSet ? { set: constant(value * unit) } : { multiply: constant(value) }];
      }),
    );
  // A rate that is set is as large as the flow's own could be.
  const unit = adjusted === undefined ? 1 : unitOf(adjusted.kind, adjusted.mode) / paceOf(adjusted.kind, slowness);
  const rule = {
    flow: `flow${shape.flow % flows.length}`,
    adjust: adjust(shape.factors, shape.isSet, 0.5 * unit),
    path: "rule",
  };
  const matrix = places.map((row) => places.map((column) => (shape.matrix[3 * row + column] ?? 0) / 3));
  const mixing: Mixing = { kind: "fixed", matrix };
  built.stratify(name, strata, {
    compartments,
    split: places.map((place) => constant((shape.shares[place] ?? 0) / total)),
    rules: [rule],
    infectiousness: compartments.map((compartment) => ({
      compartment,
      adjust: adjust(shape.weights, false, 1),
      path: "",
    })),
    ...(shape.isMixing && compartments.length === 4 ? { mixing } : {}),
  });
}

const kernel = testKernel();

/** The sizes over time by name, integrated by Runge–Kutta with steps of half a unit of the grid. */
function sizesOf(built: Build, time: Model["time"] = grid(3), order: Order = "document"): Map<string, Float64Array> {
  const model = built.model({ time }, order);
  const program = lower(model);
  if (!program.ok) throw new Error("the model was not lowered");
  kernel.clear();
  const { outputs } = simulate(kernel.place(program.value, 1), []);
  const errors = built.issues.filter(({ severity }) => severity === "error");
  expect(errors).toEqual([]);
  return new Map(model.compartments.map(({ name }, index) => [name, outputs[index] ?? new Float64Array()]));
}

/** Sizes summed over all strata but those of the first `depth` stratifications. */
function summed(sizes: ReadonlyMap<string, Float64Array>, depth: number): Map<string, number[]> {
  const sums = new Map<string, number[]>();
  for (const [name, values] of sizes) {
    const [base = "", ...strata] = name.split(/[[\],]/).filter((part) => part !== "");
    const key = [base, ...strata.filter((part) => /^x\d=/.test(part) && Number(part[1]) < depth)].join(" ");
    const sum = sums.get(key) ?? Array.from(values, () => 0);
    sums.set(
      key,
      sum.map((total, index) => total + (values[index] ?? NaN)),
    );
  }
  return sums;
}

/** Sums in another order, over some ten steps, on numbers that add up to some hundreds. */
const ROUNDING = 1e-10;

function expectSame(
  found: ReadonlyMap<string, ArrayLike<number>>,
  expected: ReadonlyMap<string, ArrayLike<number>>,
): void {
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  const scale = Math.max(1, ...[...expected.values()].flatMap((values) => Array.from(values, Math.abs)));
  for (const [name, values] of expected) {
    Array.from(values).forEach((value, index) => {
      const difference = Math.abs((found.get(name)?.[index] ?? NaN) - value);
      expect(difference, `${name} at ${index}`).toBeLessThanOrEqual(ROUNDING * scale);
    });
  }
}

describe("of random structures", () => {
  test("a closed one conserves its population", () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const closed = { ...shape, flows: shape.flows.filter(isClosed) };
        fc.pre(closed.flows.length > 0);
        const before = shape.sizes.reduce((sum, size) => sum + size, 0);
        const after = [...sizesOf(build(closed)).values()].reduce((sum, values) => sum + (values.at(-1) ?? NaN), 0);
        expect(Math.abs(after - before)).toBeLessThanOrEqual(ROUNDING * Math.max(1, before));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test("one split once more, into strata that differ in nothing, has the same aggregates", () => {
    fc.assert(
      fc.property(anyShape, anyStratification, (shape, copy) => {
        const whole = build(shape);
        const split = build(shape);
        const strata = ["u", "v", "w"].slice(0, copy.strata);
        const total = copy.shares.slice(0, copy.strata).reduce((sum, share) => sum + share, 0);
        const matrix = strata.map((_, row) => rowOfOne(copy.matrix.slice(3 * row, 3 * row + copy.strata)));
        // A person who meets as many in all, whoever they are, meets as many infectious ones; if prevalence is the same
        // in all strata, and if it is a share: by density, twice the groups would give twice the infections.
        const isShare = shape.flows.every(({ kind, mode }) => kind !== "infection" || mode === "frequency");
        const isEven = copy.isMixing && copy.split === 15 && isShare && shape.flows.every(isClosed);
        split.stratify("copy", strata, {
          compartments: NAMES.filter((_, bit) => (copy.split & (1 << bit)) !== 0),
          split: strata.map((_, index) => constant((copy.shares[index] ?? 0) / total)),
          ...(isEven ? { mixing: { kind: "fixed", matrix } } : {}),
        });
        expectSame(summed(sizesOf(split), 2), summed(sizesOf(whole), 2));
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  test("one with its strata in another order, or its compartments, is the same", () => {
    fc.assert(
      fc.property(anyShape, fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), (shape, order) => {
        const expected = sizesOf(build(shape));
        expectSame(sizesOf(build(shape, { order })), expected);
        expectSame(sizesOf(build(shape, { order }), grid(3), "fast"), expected);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  test("one with every rate halved has the same curve in twice the time", () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const slow = sizesOf(build(shape, { slowness: 2 }), grid(6, 2));
        expectSame(slow, sizesOf(build(shape)));
      }),
      { numRuns: 250, seed: 4 },
    );
  });
});

function rowOfOne(row: readonly number[]): number[] {
  const total = row.reduce((sum, entry) => sum + entry, 0);
  return row.map((entry) => entry / total);
}
