// Stratification: what becomes of flows, infectiousness and forces, rule by rule, and what is refused.

import { describe, expect, test } from "vitest";
import type { Formula } from "../../src/model/model.ts";
import type { Adjustment } from "../../src/model/structure.ts";
import { constant } from "../support/models.ts";
import { derivative } from "../support/run.ts";
import { Build } from "../support/structures.ts";

const multiply = (value: number): Adjustment => ({ multiply: constant(value) });
const set = (value: number): Adjustment => ({ set: constant(value) });
const SIZES = { s: 90, i: 10, r: 0 };

/** Rates of all flows, which are numbers. */
function rates(build: Build): number[] {
  return build.finish().flows.map(({ rate }) => (rate.kind === "constant" ? rate.value : NaN));
}

describe("a flow under a stratification", () => {
  test("keeps its rate in each stratum of its source, and is shared by strata that only its destination has", () => {
    const base = (): Build => new Build(SIZES).flow("f", "transition", "s", "i", 6);
    expect(rates(base().stratify("x", ["a", "b", "c"]))).toEqual([6, 6, 6]);
    expect(rates(base().stratify("x", ["a", "b", "c"], { compartments: ["s"] }))).toEqual([6, 6, 6]);
    expect(rates(base().stratify("x", ["a", "b", "c"], { compartments: ["i"] }))).toEqual([2, 2, 2]);
    expect(rates(base().stratify("x", ["a", "b", "c"], { compartments: ["r"] }))).toEqual([6]);
  });

  test("is shared when it enters or is absolute, not when it leaves", () => {
    const base = new Build(SIZES)
      .flow("entry", "entry", null, "s", 6)
      .flow("absolute", "absolute", "s", "i", 6)
      .flow("exit", "exit", "i", null, 6);
    expect(rates(base.stratify("x", ["a", "b"]))).toEqual([3, 3, 3, 3, 6, 6]);
  });

  test("is shared by a rule alone where one fits, also in strata that the rule leaves as they are", () => {
    const rule = { flow: "f", adjust: { a: multiply(0.5), b: null }, path: "rule" };
    const base = new Build(SIZES).flow("f", "transition", "s", "i", 6);
    expect(rates(base.stratify("x", ["a", "b", "c"], { compartments: ["i"], rules: [rule] }))).toEqual([3, 6, 6]);
  });

  test("is multiplied and set in the order of the stratifications", () => {
    const base = new Build(SIZES)
      .flow("f", "transition", "s", "i", 6)
      .stratify("x", ["a", "b"], { rules: [{ flow: "f", adjust: { a: multiply(2), b: multiply(3) }, path: "x" }] })
      .stratify("y", ["c", "d"], { rules: [{ flow: "f", adjust: { c: set(10), d: multiply(4) }, path: "y" }] })
      .stratify("z", ["e"], { rules: [{ flow: "f", adjust: { e: multiply(0.5) }, path: "z" }] });
    expect(rates(base)).toEqual([5, 24, 5, 36]);
  });

  test("is adjusted only where it begins and ends in the strata that a rule names", () => {
    const rules = [
      { flow: "f", from: { x: ["a"] }, adjust: { c: multiply(2), d: multiply(2) }, path: "1" },
      { flow: "f", from: { x: ["b"] }, to: { x: ["b"] }, adjust: { c: multiply(3) }, path: "2" },
    ];
    const base = new Build(SIZES).flow("f", "transition", "s", "i", 1).stratify("x", ["a", "b"]);
    expect(rates(base.stratify("y", ["c", "d"], { rules }))).toEqual([2, 2, 3, 1]);
    expect(base.issues).toEqual([]);
  });

  test("of births goes to the youngest alone under ages, and ages on at the rate given", () => {
    const base = new Build(SIZES).flow("births", "births", null, "s", 0.02);
    base.stratify("age", ["0", "5", "15"], {
      kind: "age",
      ageing: { flow: "ageing", rates: [constant(0.2), constant(0.1)] },
    });
    const { flows } = base.finish();
    expect(flows.map(({ family, from, to }) => [family, from, to])).toEqual([
      ["births", null, 0],
      ["ageing", 0, 1],
      ["ageing", 3, 4],
      ["ageing", 6, 7],
      ["ageing", 1, 2],
      ["ageing", 4, 5],
      ["ageing", 7, 8],
    ]);
  });
});

describe("two rules", () => {
  test("that adjust one flow in one stratum are an issue that names both", () => {
    const rules = [
      { flow: "f", adjust: { c: multiply(2), d: multiply(2) }, path: "stratify.1.adjust.f.0" },
      { flow: "f", from: { x: ["a"] }, adjust: { c: multiply(3) }, path: "stratify.1.adjust.f.1" },
    ];
    const base = new Build(SIZES).flow("f", "transition", "s", "i", 1).stratify("x", ["a", "b"]);
    base.stratify("y", ["c", "d"], { rules });
    expect(base.issues).toMatchObject([
      {
        code: "E234",
        severity: "error",
        path: "stratify.1.adjust.f.1",
        message: "This rule and stratify.1.adjust.f.0 both adjust the flow “f” in “c”.",
      },
    ]);
  });

  test("for different strata of one flow go together", () => {
    const rules = [
      { flow: "f", adjust: { c: multiply(2) }, path: "1" },
      { flow: "f", adjust: { d: multiply(3) }, path: "2" },
    ];
    const base = new Build(SIZES).flow("f", "transition", "s", "i", 1).stratify("y", ["c", "d"], { rules });
    expect(rates(base)).toEqual([2, 3]);
    expect(base.issues).toEqual([]);
  });
});

describe("infectiousness", () => {
  test("is multiplied and set; setting makes a compartment infectious that was not", () => {
    const infectiousness = [
      { compartment: "i", adjust: { a: multiply(0.5) }, path: "" },
      { compartment: "s", adjust: { a: multiply(2) }, path: "" },
      { compartment: "r", adjust: { a: set(0.1), b: null }, path: "" },
    ];
    const base = new Build(SIZES, ["i"]).flow("infection", "infection", "s", "i", 1);
    base.stratify("x", ["a", "b"], { infectiousness });
    const [force] = base.finish().forces;
    expect(force?.groups[0]?.infectious.map(({ compartment, weight }) => [compartment, weight])).toEqual([
      [2, constant(0.5)],
      [3, constant(1)],
      [4, constant(0.1)],
    ]);
  });
});

describe("strains", () => {
  /** Two strains of any name: 1 of 40 persons infected with the first, 3 with the second, no mixing of the two. */
  const strains = (name: string): Build =>
    new Build({ s: 36, i: 4 }, ["i"]).flow("infection", "infection", "s", "i", 2).stratify(name, ["old", "new"], {
      kind: "strain",
      compartments: ["i"],
      split: [constant(0.25), constant(0.75)],
    });

  test("infect each with those who carry it, undivided, whatever the stratification is called", () => {
    for (const name of ["strain", "variant"]) {
      const model = strains(name).model();
      expect(model.forces.map((force) => force.name)).toEqual(["frequency[old]", "frequency[new]"]);
      // 2 · 36 · 1/40 and 2 · 36 · 3/40.
      const [s, old, fresh] = derivative(model, 0);
      expect(old).toBeCloseTo(1.8, 12);
      expect(fresh).toBeCloseTo(5.4, 12);
      expect(s).toBeCloseTo(-7.2, 12);
    }
  });

  test("must be carried by the compartment that an infection leads to", () => {
    const base = new Build({ s: 36, e: 0, i: 4 }, ["i"]).flow("infection", "infection", "s", "e", 2);
    base.stratify("strain", ["old", "new"], { kind: "strain", compartments: ["i"] }).finish();
    expect(base.codes).toEqual(["E239"]);
  });

  test("are carried by all who infect, or it is said that they do not", () => {
    const base = new Build({ s: 36, e: 0, i: 4, j: 0 }, ["i", "j"]).flow("infection", "infection", "s", "i", 2);
    base.stratify("strain", ["old", "new"], { kind: "strain", compartments: ["i"] }).finish();
    expect(base.issues).toMatchObject([
      { code: "E239", severity: "warning", message: "“j” would infect, and carries no strain: it infects nobody." },
    ]);
  });
});

describe("forces of infection", () => {
  test("divide by the population of each group, and are zero where a group is empty", () => {
    const base = new Build(SIZES, ["i"]).flow("infection", "infection", "s", "i", 1);
    const matrix = [
      [2, 1],
      [3, 5],
    ];
    base.stratify("x", ["a", "b"], { split: [constant(1), constant(0)], mixing: { kind: "fixed", matrix } });
    // Group a: 10 of 100 infectious, 90 susceptible, contacts 2 with itself; nobody lives in b.
    const found = derivative(base.model(), 0);
    expect(base.issues).toMatchObject([{ code: "E242", severity: "notice" }]);
    expect(base.issues[0]?.message).toContain("Nobody is in “x=b” at the start");
    [-18, 0, 18, 0, 0, 0].forEach((value, row) => expect(found[row]).toBeCloseTo(value, 12));
  });

  test("are one for each mode, with the same groups", () => {
    const base = new Build(SIZES, ["i"])
      .flow("f", "infection", "s", "i", 1)
      .flow("d", "infection", "r", "i", 1, { mode: "density" })
      .stratify("x", ["a", "b"], {
        mixing: {
          kind: "fixed",
          matrix: [
            [1, 0],
            [0, 1],
          ],
        },
      });
    const { forces, flows } = base.finish();
    expect(forces.map(({ mode }) => mode)).toEqual(["frequency", "density"]);
    expect(flows.map(({ force }) => [force?.force, force?.group])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
  });
});

describe("a stratification is refused", () => {
  const base = (): Build =>
    new Build(SIZES, ["i"]).flow("f", "transition", "s", "i", 1).flow("b", "births", null, "s", 1);
  const fixed = (matrix: number[][]): { mixing: { kind: "fixed"; matrix: number[][] } } => ({
    mixing: { kind: "fixed", matrix },
  });

  test.each([
    ["splits an unknown compartment", "E230", base().stratify("x", ["a"], { compartments: ["z"] })],
    ["filters by an unknown stratification", "E231", withRule({ from: { y: ["a"] }, adjust: {} })],
    ["filters by its own strata", "E231", withRule({ from: { x: ["a"] }, adjust: {} })],
    ["adjusts an unknown stratum", "E232", withRule({ adjust: { c: multiply(1) } })],
    ["adjusts an unknown flow", "E235", withRule({ flow: "g", adjust: {} })],
    ["has a rule that fits no flow", "E235", withRule({ adjust: {} }, ["r"])],
    ["has shares that do not add up to 1", "E236", base().stratify("x", ["a", "b"], { split: shares(0.5, 0.4) })],
    ["has a negative share", "E236", base().stratify("x", ["a", "b"], { split: shares(1.5, -0.5) })],
    ["has too few shares", "E236", base().stratify("x", ["a", "b"], { split: shares(1) })],
    ["mixes only some compartments", "E237", base().stratify("x", ["a"], { compartments: ["s"], ...fixed([[1]]) })],
    ["mixes strains", "E237", base().stratify("x", ["a"], { kind: "strain", ...fixed([[1]]) })],
    ["has a matrix of another shape", "E238", base().stratify("x", ["a", "b"], fixed([[1, 2]]))],
    [
      "has negative contacts",
      "E238",
      base().stratify(
        "x",
        ["a", "b"],
        fixed([
          [1, -2],
          [0, 1],
        ]),
      ),
    ],
    ["has no strata", "E240", base().stratify("x", [])],
    ["has a stratum twice", "E240", base().stratify("x", ["a", "a"])],
    ["has the name of another", "E240", base().stratify("x", ["a"]).stratify("x", ["b"])],
    [
      "is a second one by age",
      "E240",
      base().stratify("x", ["0"], { kind: "age" }).stratify("y", ["0"], { kind: "age" }),
    ],
    ["is by age for some only", "E240", base().stratify("x", ["0"], { kind: "age", compartments: ["s"] })],
    ["adjusts the infectiousness of whom it does not split", "E241", withInfectiousness()],
  ])("that %s", (_, code, build) => {
    expect(build.codes).toEqual([code]);
  });

  test("that divides births by age", () => {
    const rules = [{ flow: "b", adjust: { "0": multiply(1) }, path: "x" }];
    expect(base().stratify("age", ["0", "5"], { kind: "age", rules }).codes).toEqual(["E235"]);
  });

  test("unless the shares are formulas of parameters, which are checked at their values elsewhere", () => {
    const share: Formula = { kind: "parameter", parameter: 0 };
    expect(base().stratify("x", ["a", "b"], { split: [share, share] }).codes).toEqual([]);
  });

  function withRule(rule: object, compartments: string[] = ["s", "i", "r"]): Build {
    const rules = [{ flow: "f", adjust: {}, path: "rule", ...rule }];
    return base().stratify("x", ["a", "b"], { rules, compartments });
  }

  function withInfectiousness(): Build {
    const infectiousness = [{ compartment: "i", adjust: { a: multiply(2) }, path: "" }];
    return base().stratify("x", ["a"], { compartments: ["s"], infectiousness });
  }
});

function shares(...values: number[]): Formula[] {
  return values.map(constant);
}
