// The replay of summer's recorded calls by the project's own builder: every file of the folder, and summer's own ways.

import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { passes } from "../../src/cli/reference/row.ts";
import { formulaOf } from "../../src/cli/reference/summer/expression.ts";
import type { SummerCall, SummerStratification } from "../../src/cli/reference/summer/format.ts";
import { replay } from "../../src/cli/reference/summer/replay.ts";
import { finished, run } from "../../src/cli/reference/summer/run.ts";
import { checkSummer } from "../../src/cli/reference/summer/summer.ts";
import { valueOf } from "../../src/cli/reference/summer/value.ts";
import type { Formula } from "../../src/model/model.ts";
import { testKernel } from "../support/kernel.ts";

const kernel = testKernel();

describe("the recorded models of summer", () => {
  const folder = fileURLToPath(new URL("../reference/summer", import.meta.url));

  test("all come out, but for the two files that hold no such model", { timeout: 120_000 }, async () => {
    const rows = await checkSummer(folder, kernel);
    const skipped = rows.filter((row) => row.skipped !== undefined).map(({ file }) => file);
    expect(skipped).toEqual(["stochastic_reference.json"]);
    expect(rows.filter((row) => row.skipped === undefined && !passes(row))).toEqual([]);
    expect(rows.length).toBeGreaterThan(30);
  });
});

const OPENING: SummerCall[] = [
  { op: "CompartmentalModel", times: [0, 1], compartments: ["S", "I"], infectious_compartments: ["I"], timestep: 1 },
  { op: "set_initial_population", distribution: { S: 90, I: 10 } },
];
const plain: Omit<SummerStratification, "name" | "strata" | "compartments"> = {
  kind: "Stratification",
  flow_adjustments: [],
  infectiousness_adjustments: [],
};
const stratifyWith = (
  strat: Partial<SummerStratification> & Pick<SummerStratification, "name" | "strata">,
): SummerCall => ({
  op: "stratify_with",
  strat: { ...plain, compartments: ["S", "I"], ...strat },
});
const adjusting = (flow: string, adjustments: Record<string, number | null>, source?: Record<string, string>) => ({
  flow,
  source_strata: source ?? null,
  dest_strata: null,
  adjustments: Object.fromEntries(
    Object.entries(adjustments).map(([stratum, value]) => [stratum, value === null ? null : { multiply: value }]),
  ),
});

function ratesOf(calls: readonly SummerCall[]): number[] {
  const { flows } = finished(replay([...OPENING, ...calls]));
  return flows.map(({ rate }) => (rate.kind === "constant" ? rate.value : NaN));
}

describe("the replay", () => {
  test("takes the last of several adjustments that fit a flow, even where an earlier one is narrower", () => {
    const calls = (last: boolean): SummerCall[] => [
      { op: "add_transition_flow", name: "move", fractional_rate: 1, source: "S", dest: "I" },
      stratifyWith({ name: "x", strata: ["a", "b"] }),
      stratifyWith({
        name: "y",
        strata: ["c", "d"],
        flow_adjustments: last
          ? [adjusting("move", { c: 2, d: 3 }, { x: "a" }), adjusting("move", { c: 5, d: null })]
          : [adjusting("move", { c: 5, d: null }), adjusting("move", { c: 2, d: 3 }, { x: "a" })],
      }),
    ];
    expect(ratesOf(calls(true))).toEqual([5, 1, 5, 1]);
    expect(ratesOf(calls(false))).toEqual([2, 3, 5, 1]);
  });

  test("divides a transition into strata, but not into strains", () => {
    const calls = (kind: SummerStratification["kind"]): SummerCall[] => [
      { op: "add_transition_flow", name: "move", fractional_rate: 1, source: "S", dest: "I" },
      stratifyWith({ name: "x", strata: ["a", "b"], compartments: ["I"], kind }),
    ];
    expect(ratesOf(calls("Stratification"))).toEqual([0.5, 0.5]);
    expect(ratesOf(calls("StrainStratification"))).toEqual([1, 1]);
  });

  test("divides replacement births as they are adjusted, where summer's vectorized backend gives all to the last", () => {
    const replayed = replay([
      { op: "CompartmentalModel", times: [0, 1], compartments: ["S"], infectious_compartments: ["S"], timestep: 1 },
      { op: "set_initial_population", distribution: { S: 100 } },
      { op: "add_death_flow", name: "death", death_rate: 0.1, source: "S" },
      { op: "add_replacement_birth_flow", name: "births", dest: "S" },
      stratifyWith({
        name: "x",
        strata: ["a", "b"],
        compartments: ["S"],
        flow_adjustments: [adjusting("births", { a: 0.25, b: 0.75 })],
      }),
    ]);
    const integrator = { method: "dopri5", rtol: 1e-10, atol: 1e-12, maxSteps: 1000, land: true } as const;
    const { sizes } = run(replayed, finished(replayed), { integrator }, kernel);
    // da/dt = −0.1 a + 0.25 · 0.1 · 100 from a = 50: a = 25 + 25 exp(−0.1 t).
    expect(sizes[0]?.at(-1)).toBeCloseTo(25 + 25 * Math.exp(-0.1), 8);
    expect(sizes[1]?.at(-1)).toBeCloseTo(75 - 25 * Math.exp(-0.1), 8);
  });

  test("says where a call cannot be replayed", () => {
    const unknown = stratifyWith({ name: "x", strata: ["a"], flow_adjustments: [adjusting("mvoe", { a: 1 })] });
    const move: SummerCall = { op: "add_transition_flow", name: "move", fractional_rate: 1, source: "S", dest: "I" };
    expect(() => replay([...OPENING, move, unknown])).toThrow("There is no flow “mvoe” here.");
    expect(() => replay([...OPENING, { ...move, expected_flow_count: 2 }])).toThrow("2 were expected");
    expect(() => replay([])).toThrow("no call makes a CompartmentalModel");
  });
});

describe("a formula of the recorded models", () => {
  const at = (text: string, t = 0): number => {
    const names = new Map<string, Formula>([["t", { kind: "parameter", parameter: 0 }]]);
    return valueOf(formulaOf(text, { names, call: () => undefined }), [t], kernel.exports);
  };

  test.each([
    ["-2 ** 2", -4],
    ["2 ** -1 * 3", 1.5],
    ["2 ** 3 ** 2", 512],
    ["1 - 2 - 3 / 2 / 2", -1.75],
    ["1 + 1 < 3 and not 2 > 3 or 0", 1],
    ["where(3 >= 3, 1e-3, .5)", 0.001],
    ["max(1, min(5, 3), 2)", 3],
    ["piecewise([1, 2], [10, 20, 30], 0.5)", 10],
    ["piecewise([1, 2], [10, 20, 30], 1)", 20],
    ["piecewise([1, 2], [10, 20, 30], 7)", 30],
    ["pow(floor(2.7), 2) + abs(-1)", 5],
  ])("is read as Python reads it: %s", (text, expected) => {
    expect(at(text)).toBe(expected);
  });

  test.each(["1 +", "(1", "unknown(1)", "x", "1 2", "max(1", "1 $ 2"])(
    "is refused where it makes no sense: %s",
    (text) => {
      expect(() => at(text)).toThrow();
    },
  );
});
