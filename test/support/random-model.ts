// Random models for properties: strata-like regular ones, whose rows fall into blocks, and irregular ones.

import fc from "fast-check";
import type { Force, Formula, Model, Output, Series } from "../../src/model/model.ts";
import {
  constant,
  expression,
  modelOf,
  moved,
  of,
  op,
  outputValue,
  parameter,
  prevalence,
  seriesValue,
  size,
  time,
  times,
  where,
  type Sketch,
} from "./models.ts";

export interface Shape {
  readonly seed: number;
  /** Compartments per group, and groups; the group is innermost. */
  readonly kinds: number;
  readonly groups: number;
  readonly regular: boolean;
  /** No entries and exits. */
  readonly closed: boolean;
  /** Rates that jump, at times on the step grid. */
  readonly jumps: boolean;
}

export const anyShape: fc.Arbitrary<Shape> = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  kinds: fc.integer({ min: 2, max: 5 }),
  groups: fc.integer({ min: 1, max: 6 }),
  regular: fc.boolean(),
  closed: fc.boolean(),
  jumps: fc.boolean(),
});

const SERIES: readonly Series[] = [
  { name: "season", title: "", times: [0, 2, 7], values: [0.5, 1.5, 0.75], interpolation: "linear" },
  { name: "schools", title: "", times: [1, 3, 5], values: [1, 0.25, 2], interpolation: "step" },
];

type FlowSketch = Sketch["flows"][number];

/** The numbers that a model is made of: a Lehmer generator is random enough to choose with. */
class Dice {
  private position: number;

  constructor(seed: number) {
    this.position = seed;
  }

  /** In [0, 1). */
  share(): number {
    this.position = (this.position * 48271) % 2147483647;
    return this.position / 2147483647;
  }

  below(count: number): number {
    return Math.floor(this.share() * count);
  }

  chance(share: number): boolean {
    return this.share() < share;
  }
}

/** Any rate, positive and of moderate size. */
function rateOf(dice: Dice, nCompartments: number, jumps: boolean): Formula {
  const number = constant(0.01 + 0.3 * dice.share());
  const chosen = parameter(dice.below(3));
  const someone = size(dice.below(nCompartments), dice.below(nCompartments));
  const forms: readonly Formula[] = [
    number,
    chosen,
    times(number, chosen),
    op("divide", times(chosen, seriesValue(0)), parameter(2)),
    times(chosen, op("add", constant(1), times(constant(0.5), of("sin", time)))),
    times(number, of("exp", op("divide", of("negate", someone), constant(400)))),
    op("divide", number, op("add", constant(1), op("power", time, constant(2)))),
    times(op("max", number, constant(0.1)), of("sqrt", op("add", time, chosen))),
    // The rest jumps.
    where(op("less", time, constant(4)), number, chosen),
    times(chosen, seriesValue(1)),
  ];
  return forms[dice.below(jumps ? forms.length : forms.length - 2)] ?? number;
}

function forceOf(dice: Dice, { kinds, groups, regular }: Shape): Force {
  const row = (kind: number, group: number): number => kind * groups + group;
  const member = (kind: number, group: number): number => (regular ? row(kind, group) : dice.below(kinds * groups));
  const infectious = dice.chance(0.5) ? [1] : [0, 1];
  const weights = infectious.map(() => [constant(1), constant(0.5), parameter(1)][dice.below(3)] ?? constant(1));
  const mode = dice.chance(0.7) ? "frequency" : "density";
  // Not divided by a population of some hundreds, so much less.
  const contact = mode === "frequency" ? 0.05 : 0.0002;
  return {
    name: "contact",
    mode,
    groups: Array.from({ length: groups }, (_, group) => ({
      population: Array.from({ length: kinds }, (_, kind) => row(kind, group)),
      infectious: infectious.map((kind, n) => ({
        compartment: member(kind, group),
        weight: weights[n] ?? constant(1),
      })),
    })),
    mixing: {
      kind: "fixed",
      matrix: Array.from({ length: groups }, () => Array.from({ length: groups }, () => contact * dice.share())),
    },
  };
}

/** Flows that every group has, with one rate or one for each group; and ageing from group to group. */
function regularFlows(dice: Dice, { kinds, groups, closed, jumps }: Shape): FlowSketch[] {
  const all = Array.from({ length: groups }, (_, group) => group);
  const row = (kind: number, group: number): number => kind * groups + group;
  return Array.from({ length: 3 + dice.below(5) }, (): FlowSketch[] => {
    const [from, to] = [dice.below(kinds), dice.below(kinds)];
    const shared = rateOf(dice, kinds * groups, jumps);
    const own = dice.chance(0.5);
    const rate = (): Formula => (own ? times(constant(0.5 + dice.share()), shared) : shared);
    const choice = dice.below(closed ? 4 : 6);
    if (choice <= 1) return all.map((group) => ({ from: row(from, group), to: row(to, group), rate: rate() }));
    if (choice === 2) {
      return all.map((group) => ({
        from: row(from, group),
        to: row(to, group),
        rate: rate(),
        force: [0, group] as const,
      }));
    }
    if (choice === 3) {
      return all.slice(1).map((group) => ({ from: row(from, group - 1), to: row(from, group), rate: rate() }));
    }
    if (choice === 4) return all.map((group) => ({ from: row(from, group), rate: rate() }));
    return all.map((group) => ({ to: row(to, group), rate: rate() }));
  }).flat();
}

function irregularFlows(dice: Dice, { kinds, groups, closed, jumps }: Shape): FlowSketch[] {
  const count = kinds * groups;
  return Array.from({ length: 1 + dice.below(3 * count) }, (): FlowSketch => {
    const [from, to] = [dice.below(count), dice.below(count)];
    const rate = rateOf(dice, count, jumps);
    const choice = dice.below(closed ? 4 : 6);
    if (choice <= 1) return { from, to, rate };
    if (choice === 2) return { from, to, rate, force: [0, dice.below(groups)] };
    if (choice === 3) return { from, to, rate, absolute: true };
    return choice === 4 ? { from, rate } : { to, rate };
  });
}

function outputsOf(dice: Dice, nCompartments: number, nFlows: number): Output[] {
  const some = (count: number): number[] =>
    [...new Set(Array.from({ length: 1 + dice.below(4) }, () => dice.below(count)))].sort((a, b) => a - b);
  const all = Array.from({ length: nCompartments }, (_, index) => index);
  return [
    prevalence("first", 0),
    expression("everyone", size(...all)),
    moved("count", ...some(nFlows)),
    moved("rate", ...some(nFlows)),
    moved("count", ...some(nFlows)),
    expression("ratio", op("divide", outputValue(2), op("add", constant(1), outputValue(1)))),
    expression("some", times(size(...some(nCompartments)), of("cos", time))),
  ];
}

/** The model of a shape; the same shape gives the same model. Ten units of time, three parameters. */
export function randomModel(shape: Shape): Model {
  const dice = new Dice(shape.seed);
  const count = shape.kinds * shape.groups;
  const initial = Array.from({ length: count }, () => (dice.chance(0.2) ? 0 : 200 * dice.share()));
  const forces = [forceOf(dice, shape)];
  const flows = shape.regular ? regularFlows(dice, shape) : irregularFlows(dice, shape);
  const parameters = { first: 0.2 * dice.share() + 0.01, second: dice.share() + 0.1, third: 1 + dice.share() };
  const outputs = outputsOf(dice, count, flows.length);
  return modelOf({ initial, forces, flows, parameters, series: SERIES, outputs });
}

/** Parameter vectors near the model's own. */
export function nearby(model: Model, count: number): number[][] {
  return Array.from({ length: count }, (_, index) => model.parameters.map(({ value }) => value * (1 + index / 16)));
}
