// Structures: how flows pair their ends, how positions, names and rates come out in the finished model.

import { describe, expect, test } from "vitest";
import type { Formula } from "../../src/model/model.ts";
import { adjustSplit } from "../../src/model/stratify-split.ts";
import { arrange } from "../../src/model/structure-order.ts";
import { select } from "../../src/model/structure.ts";
import { constant } from "../support/models.ts";
import { derivative, finals, run } from "../support/run.ts";
import { Build } from "../support/structures.ts";

const SIZES = { s: 90, i: 10, r: 0 };
const age = (structure: Build): Build => structure.stratify("age", ["0", "15", "60"]);

describe("a finished structure", () => {
  test("names compartments by their strata, and flows after their family", () => {
    const { compartments, flows } = age(new Build(SIZES).flow("recovery", "transition", "i", "r", 0.5)).finish();
    expect(compartments.slice(3, 5).map(({ name }) => name)).toEqual(["i[age=0]", "i[age=15]"]);
    expect(compartments[4]).toMatchObject({ title: "i, age 15", strata: { age: "15" } });
    expect(flows.map(({ name, family, from, to }) => [name, family, from, to])).toEqual([
      ["recovery[age=0]", "recovery", 3, 6],
      ["recovery[age=15]", "recovery", 4, 7],
      ["recovery[age=60]", "recovery", 5, 8],
    ]);
  });

  test("has births in proportion to everybody, and replacement births equal to all deaths of the moment", () => {
    const build = new Build(SIZES)
      .flow("births", "births", null, "s", 0.02)
      .flow("replacement", "replacement", null, "s", 1)
      .flow("death", "exit", "i", null, 0.3)
      .flow("death", "exit", "s", null, 0.1);
    // 0.02 · 100 born; 0.3 · 10 + 0.1 · 90 die and are replaced.
    const [s, i, r] = derivative(build.model(), 0);
    expect(s).toBeCloseTo(2 + 12 - 9, 12);
    expect(i).toBeCloseTo(-3, 12);
    expect(r).toBe(0);
  });

  test("divides replacement births between strata as they are adjusted, where summer gives all to the last", () => {
    const rule = { flow: "births", adjust: share(0.25, 0.75), path: "rule" };
    const build = new Build({ s: 100 })
      .flow("death", "exit", "s", null, 0.1)
      .flow("births", "replacement", null, "s", 1)
      .stratify("risk", ["low", "high"], { rules: [rule] });
    // 10 die, 5 in each stratum; 2.5 and 7.5 are born.
    const [low, high] = derivative(build.model(), 0);
    expect(low).toBeCloseTo(2.5 - 5, 12);
    expect(high).toBeCloseTo(7.5 - 5, 12);
  });

  test("lets a rate know its own source and the other flows", () => {
    const rate = (place: { from: number | null; flowsOf: (family: string) => readonly number[] }): Formula => ({
      kind: "binary",
      operator: "add",
      left: { kind: "flow", flows: place.flowsOf("recovery") },
      right: { kind: "sum", compartments: place.from === null ? [] : [place.from] },
    });
    const build = new Build(SIZES)
      .flow("recovery", "transition", "i", "r", 0.5)
      .flow("vaccination", "absolute", "s", "r", rate, { undivided: true })
      .stratify("risk", ["low", "high"], { compartments: ["s"], split: [constant(0.2), constant(0.8)] });
    // Each stratum loses the recoveries, 5, and once its own size, 18 and 72; r gains all that and the recoveries.
    // `vaccination` has one destination for two strata, so each goes there in full.
    const found = derivative(build.model(), 0);
    [-23, -77, -5, 105].forEach((value, row) => expect(found[row]).toBeCloseTo(value, 12));
  });

  test("has the same formula object for equal rates, so that lowering computes them once", () => {
    const rule = {
      flow: "recovery",
      adjust: { "0": { multiply: constant(2) }, "15": { multiply: constant(2) } },
      path: "r",
    };
    const rate: Formula = { kind: "parameter", parameter: 0 };
    const build = new Build(SIZES)
      .flow("recovery", "transition", "i", "r", rate)
      .stratify("age", ["0", "15", "60"], { rules: [rule] });
    const [young, middle, old] = build.finish().flows.map((flow) => flow.rate);
    expect(young).toBe(middle);
    expect(old).toBe(rate);
  });
});

describe("the order of a finished structure", () => {
  const shapes = [
    { name: "age", strata: ["0", "15", "60"], compartments: ["s", "i", "r"] },
    { name: "severity", strata: ["mild", "bad"], compartments: ["i"] },
  ];

  test("is known beforehand, with the longest stratification innermost where asked for", () => {
    const names = (order: "document" | "fast"): string[] =>
      arrange(["s", "i", "r"], shapes, order).map(({ base, strata }) => [base, ...Object.values(strata)].join(" "));
    expect(names("document").slice(3, 6)).toEqual(["i 0 mild", "i 0 bad", "i 15 mild"]);
    expect(names("fast").slice(3, 9)).toEqual([
      "i 0 mild",
      "i 15 mild",
      "i 60 mild",
      "i 0 bad",
      "i 15 bad",
      "i 60 bad",
    ]);
    for (const order of ["document", "fast"] as const) {
      const build = new Build(SIZES)
        .stratify("age", ["0", "15", "60"])
        .stratify("severity", ["mild", "bad"], shapes[1]);
      const found = build.finish(order).compartments.map(({ strata }) => strata);
      expect(found).toEqual(arrange(["s", "i", "r"], shapes, order).map(({ strata }) => strata));
    }
  });

  test("changes positions only: the same compartments end at the same sizes", () => {
    const build = new Build(SIZES, ["i"])
      .flow("infection", "infection", "s", "i", 0.4)
      .flow("recovery", "transition", "i", "r", 0.2)
      .stratify("age", ["0", "15", "60"], { mixing: { kind: "fixed", matrix: MATRIX }, split: thirds(0.2, 0.5, 0.3) })
      .stratify("place", ["a", "b"], {
        mixing: {
          kind: "fixed",
          matrix: [
            [2, 1],
            [0, 1],
          ],
        },
        split: [constant(0.3), constant(0.7)],
      })
      .stratify("severity", ["mild", "bad"], { compartments: ["i"] });
    const sizes = (order: "document" | "fast"): Map<string, number> => {
      const model = build.model({}, order);
      const found = finals(run(model));
      return new Map(model.compartments.map(({ name }, index) => [name, found[index] ?? NaN]));
    };
    const document = sizes("document");
    // Sums in another order: a few units in the last place.
    for (const [name, size] of sizes("fast"))
      expect(Math.abs(size / (document.get(name) ?? NaN) - 1)).toBeLessThan(1e-12);
  });
});

describe("a flow added after stratifying", () => {
  const split = (): Build => age(new Build(SIZES)).stratify("vaccine", ["no", "yes"], { compartments: ["s", "r"] });
  const end = (name: string, where: Record<string, string[]>) => ({ compartments: [name], where });

  test("leads from each source to the destination with the same other strata", () => {
    const build = split();
    build.flow("dose", "transition", null, null, 0.1, {
      from: end("s", { vaccine: ["no"], age: ["15", "60"] }),
      to: end("s", { vaccine: ["yes"], age: ["15", "60"] }),
    });
    const { compartments, flows } = build.finish();
    const names = flows.map(({ from, to }) => [compartments[from ?? -1]?.name, compartments[to ?? -1]?.name]);
    expect(names).toEqual([
      ["s[age=15,vaccine=no]", "s[age=15,vaccine=yes]"],
      ["s[age=60,vaccine=no]", "s[age=60,vaccine=yes]"],
    ]);
    expect(build.issues).toEqual([]);
  });

  test("is refused where the ends do not pair, or an end does not exist", () => {
    const pairs = split().flow("a", "transition", null, null, 1, {
      from: end("s", { vaccine: ["no"] }),
      to: end("i", { age: ["0"] }),
    });
    expect(pairs.codes).toEqual(["E233"]);
    // s is split by w before y, i by z after it: the second of s is (w=1, y=d), the second of i (y=c, z=2).
    const crossed = new Build(SIZES)
      .stratify("w", ["1", "2"], { compartments: ["s"] })
      .stratify("y", ["c", "d"])
      .stratify("z", ["1", "2"], { compartments: ["i"] })
      .flow("a", "transition", "s", "i", 1);
    expect(crossed.issues).toMatchObject([{ code: "E233", message: "“s[w=1,y=d]” would lead to “i[y=c,z=2]”." }]);
    expect(split().flow("a", "transition", "x", "r", 1).codes).toEqual(["E230"]);
    expect(split().flow("a", "exit", null, null, 1, { from: end("s", { aeg: ["0"] }) }).issues[0]).toMatchObject({
      code: "E231",
      advice: "Before this there are age and vaccine. Did you mean “age”?",
    });
    expect(split().flow("a", "exit", null, null, 1, { from: end("s", { age: ["5"] }) }).codes).toEqual(["E232"]);
    expect(split().flow("a", "exit", null, null, 1, { from: end("i", { vaccine: ["no"] }) }).codes).toEqual(["E230"]);
  });

  test("as an entry is divided among the destinations, or goes in full to each", () => {
    const entered = (share: "split" | "each"): number => {
      const build = age(new Build(SIZES)).flow("import", "entry", null, null, 6, { to: end("i", {}), share });
      return derivative(build.model(), 0).reduce((sum, change) => sum + change, 0);
    };
    expect(entered("split")).toBeCloseTo(6, 12);
    expect(entered("each")).toBeCloseTo(18, 12);
  });
});

describe("a population split", () => {
  test("can be adjusted within other strata, and pools who differ in nothing else", () => {
    const build = age(new Build({ s: 300, r: 60 })).stratify("immunity", ["none", "some"], {
      split: [constant(0.9), constant(0.1)],
    });
    const adjustment = {
      stratification: "immunity",
      where: { age: ["60"] },
      shares: { none: constant(0.25), some: constant(0.75) },
      path: "adjust",
    };
    build.structure = adjustSplit(build.structure, adjustment, (issue) => build.issues.push(issue));
    const { compartments } = build.structure;
    const sizeOf = (base: string, strata: Record<string, string[]>): number => {
      const [position] = select(compartments, [base], strata);
      const initial = compartments[position ?? -1]?.initial;
      return initial?.kind === "constant" ? initial.value : NaN;
    };
    expect(sizeOf("s", { age: ["60"], immunity: ["some"] })).toBeCloseTo(75, 12);
    expect(sizeOf("r", { age: ["60"], immunity: ["none"] })).toBeCloseTo(5, 12);
    expect(sizeOf("s", { age: ["15"], immunity: ["some"] })).toBeCloseTo(10, 12);
    expect(build.issues).toEqual([]);
    adjustSplit(build.structure, { ...adjustment, shares: { none: constant(0.5) } }, (issue) =>
      build.issues.push(issue),
    );
    const tooMuch = { none: constant(0.5), some: constant(0.6) };
    adjustSplit(build.structure, { ...adjustment, shares: tooMuch }, (issue) => build.issues.push(issue));
    expect(build.codes).toEqual(["E236", "E236"]);
  });
});

const MATRIX = [
  [2, 1, 0.5],
  [1, 3, 1],
  [0.25, 1, 2],
];
const thirds = (...shares: number[]): Formula[] => shares.map(constant);

function share(low: number, high: number): Record<string, { multiply: Formula }> {
  return { low: { multiply: constant(low) }, high: { multiply: constant(high) } };
}
