// Stratified documents: what they mean, by arithmetic and by runs whose results theory gives.
import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/model/formula.ts";
import type { Model } from "../../src/model/model.ts";
import { modelOf } from "../support/document.ts";
import { outputOf, run } from "../support/run.ts";

const HEAD = `midsummer: 1
title: Strata
time: { unit: year, start: 0, end: 10 }
integrator: { rtol: 1.0e-11 }
`;

/** Initial sizes by the names of compartments. */
function initialOf(model: Model): Record<string, number> {
  const values = model.parameters.map(({ value }) => value);
  return Object.fromEntries(
    model.compartments.map(({ name }, position) => [
      name,
      evaluate(model.initial[position] ?? { kind: "constant", value: NaN }, values) ?? NaN,
    ]),
  );
}

/** Constant rates by the names of flows. */
function ratesOf(model: Model): Record<string, number> {
  const values = model.parameters.map(({ value }) => value);
  return Object.fromEntries(model.flows.map(({ name, rate }) => [name, evaluate(rate, values) ?? NaN]));
}

describe("the initial population of strata", () => {
  const of = (split: string): Record<string, number> =>
    initialOf(
      modelOf(`${HEAD}parameters: { share: 0.25 }
tables: { persons: { by: place, values: { north: 30, south: 10 } } }
compartments: [a]
initial: { a: 1000 }
stratify:
  - { name: place, strata: [north, south]${split} }
outputs: { x: { expression: "a + 0 * share + 0 * persons[place = north]" } }
`),
    );

  test.each([
    ["equal shares where nothing is said", "", 500],
    ["a list", ", split: [0.3, 0.7]", 300],
    ["a map with a parameter and the rest", ", split: { north: share, south: rest }", 250],
    ["a proportion to a table", ", split: { proportional: 'persons[place]' }", 750],
    ["a proportion to numbers", ", split: { proportional: [1, 4] }", 200],
  ])("follows %s", (_, split, north) => {
    const sizes = of(split);
    expect(sizes["a[place=north]"]).toBeCloseTo(north, 9);
    expect(sizes["a[place=south]"]).toBeCloseTo(1000 - north, 9);
  });

  test("may be written by stratum, in a table, while other stratifications divide it and the rest is the rest", () => {
    const model = modelOf(`${HEAD}compartments: [a, b, c]
initial: { population: 1000, a: "persons[age, place]", b: "10 * persons[age = young, place]", c: rest }
tables: { persons: { by: [age, place], values: [[1, 2], [3, 4]] } }
stratify:
  - { name: sex, strata: [f, m], split: [0.4, 0.6] }
  - { name: age, strata: [young, old], split: [0.25, 0.75] }
  - { name: place, strata: [n, s] }
`);
    const sizes = initialOf(model);
    expect(sizes["a[sex=f,age=old,place=s]"]).toBeCloseTo(0.4 * 4, 12);
    expect(sizes["a[sex=m,age=young,place=n]"]).toBeCloseTo(0.6 * 1, 12);
    expect(sizes["b[sex=f,age=old,place=s]"]).toBeCloseTo(0.4 * 0.75 * 20, 12);
    // 1000 less 10 in a and 30 in b.
    expect(sizes["c[sex=f,age=young,place=n]"]).toBeCloseTo(960 * 0.4 * 0.25 * 0.5, 12);
    expect(Object.values(sizes).reduce((sum, size) => sum + size, 0)).toBeCloseTo(1000, 9);
  });

  test("may have other shares within strata of another stratification", () => {
    const model = modelOf(`${HEAD}compartments: [a]
initial: { a: 1000 }
stratify:
  - { name: age, strata: [young, old], split: [0.2, 0.8], split_within: [{ where: { place: south }, split: [0.5, 0.5] }] }
  - { name: place, strata: [north, south], split: [0.6, 0.4] }
`);
    // South has 400, divided anew; north keeps 600 × 0.2.
    expect(initialOf(model)).toEqual({
      "a[age=young,place=north]": expect.closeTo(120, 9) as number,
      "a[age=young,place=south]": expect.closeTo(200, 9) as number,
      "a[age=old,place=north]": expect.closeTo(480, 9) as number,
      "a[age=old,place=south]": expect.closeTo(200, 9) as number,
    });
  });
});

describe("the rate of a flow in strata", () => {
  const TWO = `compartments: [a, b]
initial: { a: 1000 }
tables:
  rate: { by: age, values: { young: 1, old: 2 } }
  both: { by: [age, place], values: { young: [1, 2], old: { north: 3, south: 4 } } }
`;
  const STRATA = `stratify:
  - { name: age, strata: [young, old] }
  - { name: place, strata: [north, south], compartments: [b] }
`;

  test("may be a table's entry for the stratum that persons leave", () => {
    const model = modelOf(
      `${HEAD}${TWO}flows: { f: { from: b, to: a, rate: "rate[age] + both[age, place]" } }\n${STRATA}`,
    );
    expect(ratesOf(model)).toEqual({
      "f[age=young,place=north]": 2,
      "f[age=young,place=south]": 3,
      "f[age=old,place=north]": 5,
      "f[age=old,place=south]": 6,
    });
  });

  test("is each stratum's own where it is written by stratum, and shared where it is not", () => {
    const rates = (rate: string): Record<string, number> =>
      ratesOf(
        modelOf(
          `${HEAD}${TWO}flows: { f: { from: a, to: b, rate: "${rate}" }, g: { from: b, to: a, rate: "both[age = young, place] + rate[age]" } }\n${STRATA}`,
        ),
      );
    expect(rates("both[age, place]")).toMatchObject({ "f[age=old,place=north]": 3, "f[age=old,place=south]": 4 });
    expect(rates("rate[age]")).toMatchObject({ "f[age=old,place=north]": 1, "f[age=old,place=south]": 1 });
  });

  test("is adjusted in the order of the stratifications: set replaces, multiply multiplies what there is", () => {
    const model = modelOf(`${HEAD}compartments: [a, b]
initial: { a: 1000 }
parameters: { factor: 3 }
flows: { f: { from: a, to: b, rate: 2 } }
stratify:
  - { name: age, strata: [young, old], adjust: { f: { multiply: { young: 5 } } } }
  - { name: place, strata: [north, south], adjust: { f: { set: { south: 7 } } } }
  - { name: sex, strata: [f, m], adjust: { f: { multiply: [~, factor] } } }
`);
    expect(ratesOf(model)).toEqual({
      "f[age=young,place=north,sex=f]": 10,
      "f[age=young,place=north,sex=m]": 30,
      "f[age=young,place=south,sex=f]": 7,
      "f[age=young,place=south,sex=m]": 21,
      "f[age=old,place=north,sex=f]": 2,
      "f[age=old,place=north,sex=m]": 6,
      "f[age=old,place=south,sex=f]": 7,
      "f[age=old,place=south,sex=m]": 21,
    });
  });

  test("is adjusted by values that depend on earlier strata, and by several rules for different strata", () => {
    const model = modelOf(`${HEAD}compartments: [a, b]
initial: { a: 1000 }
tables: { share: { by: age, values: [0.1, 0.4] } }
quantities: { severe: "share[age]" }
flows: { f: { from: a, to: b, rate: 10 }, g: { from: b, to: a, rate: 1 } }
stratify:
  - { name: age, strata: [young, old] }
  - name: clinical
    strata: [mild, severe]
    compartments: [b]
    adjust:
      f: { multiply: [1 - severe, severe] }
      g: [{ multiply: [2, 3], from: { age: young } }, { set: [4, 5], from: { age: old } }]
`);
    expect(ratesOf(model)).toEqual({
      "f[age=young,clinical=mild]": 9,
      "f[age=young,clinical=severe]": 1,
      "f[age=old,clinical=mild]": expect.closeTo(6, 12) as number,
      "f[age=old,clinical=severe]": 4,
      "g[age=young,clinical=mild]": 2,
      "g[age=young,clinical=severe]": 3,
      "g[age=old,clinical=mild]": 4,
      "g[age=old,clinical=severe]": 5,
    });
  });
});

describe("persons from outside", () => {
  const entry = (rest: string): Model =>
    modelOf(`${HEAD}compartments: [a]
initial: { a: 0 }
flows: { import: { kind: entry, to: ${rest} } }
stratify:
  - { name: age, strata: [young, old] }
  - { name: place, strata: [n, s, w] }
outputs: { all: { compartments: a }, north: { compartments: a, where: { place: n } } }
`);
  const after = (model: Model, name: string): number => outputOf(model, run(model), name).at(-1) ?? NaN;

  test("are shared by the strata, or go to each that fits", () => {
    expect(after(entry("a, rate: 6"), "all")).toBeCloseTo(60, 8);
    expect(after(entry("a, rate: 6, each: true"), "all")).toBeCloseTo(360, 8);
    expect(after(entry("{ compartment: a, where: { place: n } }, rate: 6"), "north")).toBeCloseTo(60, 8);
    expect(after(entry("{ compartment: a, where: { place: [n, s] } }, rate: 6"), "north")).toBeCloseTo(30, 8);
    expect(after(entry("{ compartment: a, where: { place: n } }, rate: 6, each: true"), "north")).toBeCloseTo(120, 8);
  });
});

describe("births and deaths", () => {
  const demography = (births: string): Model =>
    modelOf(`${HEAD}compartments: [a, b]
initial: { a: 800, b: 200 }
tables: { death_rate: { by: age, values: [0.01, 0.05, 0.3] } }
flows:
  births: ${births}
  death: { kind: death, rate: "death_rate[age]" }
  shift: { from: a, to: b, rate: 0.1 }
stratify:
  - { name: age, kind: age, strata: [0, 5, 15] }
outputs:
  all: { expression: population }
  newborn: { flow: births, to: { age: 0 } }
  elder: { expression: "population[age = 15]" }
  died: { flow: death }
`);

  test("keep the population where each death is replaced by a birth", () => {
    const model = demography("{ kind: replacement_births, to: a }");
    const trajectory = run(model);
    for (const size of outputOf(model, trajectory, "all")) expect(size).toBeCloseTo(1000, 7);
    // All of them are born into the youngest group, as many as die.
    const newborn = outputOf(model, trajectory, "newborn");
    outputOf(model, trajectory, "died").forEach((count, index) => expect(newborn[index]).toBeCloseTo(count, 7));
  });

  test("let a population grow at the difference of the rates where deaths know no age", () => {
    const model = modelOf(`${HEAD}compartments: [a, b]
initial: { a: 800, b: 200 }
flows: { births: { kind: births, to: a, rate: 0.04 }, death: { kind: death, rate: 0.01 } }
stratify: [{ name: age, kind: age, strata: [0, 5, 15] }]
outputs: { all: { expression: population } }
`);
    // 1000 exp(0.03 × 10); rtol 1e-11.
    expect(outputOf(model, run(model), "all").at(-1)).toBeCloseTo(1349.858807576003, 6);
  });

  test("are as absolute flows what they are as flows per person", () => {
    const with_ = (flow: string): Model =>
      modelOf(`${HEAD}compartments: [a, b]
initial: { a: 900, b: 100 }
flows: { f: ${flow} }
stratify: [{ name: age, strata: [young, old], split: [0.3, 0.7] }]
outputs: { young: { compartments: b, where: { age: young } } }
`);
    const perPerson = with_("{ from: a, to: b, rate: 0.2 }");
    const absolute = with_('{ kind: absolute, from: a, to: b, rate: "0.2 * a[age]" }');
    const wanted = outputOf(perPerson, run(perPerson), "young");
    outputOf(absolute, run(absolute), "young").forEach((value, index) =>
      expect(value).toBeCloseTo(wanted[index] ?? NaN, 6),
    );
  });
});

describe("persons who grow older", () => {
  const ageing = (time: string, rest = ""): Model =>
    modelOf(`midsummer: 1
title: Ageing
time: ${time}
compartments: [a]
initial: { a: 1000 }
stratify: [{ name: age, kind: age, strata: [0, 5, 15], split: [1, 0, 0]${rest} }]
`);

  test("do so at one over the width of their group, in the unit of the ages", () => {
    const years = ageing("{ unit: year, start: 0, end: 10 }");
    expect(Object.values(ratesOf(years))).toEqual([1 / 5, 1 / 10]);
    const days = ageing("{ unit: day, start: 0, end: 10 }", ", age_unit: year");
    expect(Object.values(ratesOf(days))).toEqual([1 / (5 * 365.25), 1 / (10 * 365.25)]);
    expect(ageing("{ unit: day, start: 0, end: 10 }", ", ageing: false").flows).toEqual([]);
  });
});

describe("infection in strata", () => {
  test("between groups that mix follows the matrix; a group of its own is an epidemic of its own", () => {
    const model = modelOf(`midsummer: 1
title: Two islands
time: { unit: day, start: 0, end: 40 }
integrator: { rtol: 1.0e-11 }
matrices: { home: [[1, 0], [0, 0]], away: { values: [[0, 0], [0, 3]] } }
parameters: { contact_rate: 0.4 }
compartments: [s, i, r]
initial: { s: 990, i: 10 }
infectious: [i]
flows:
  infection: { kind: infection, from: s, to: i, rate: contact_rate }
  recovery: { from: i, to: r, rate: 0.2 }
stratify: [{ name: island, strata: [a, b], mixing: home + away * 2 / 3 + 0 * home }]
outputs: { a: { compartments: i, where: { island: a } }, b: { compartments: i, where: { island: b } } }
`);
    expect(model.forces[0]?.mixing).toEqual({
      kind: "fixed",
      matrix: [
        [1, 0],
        [0, 2],
      ],
    });
    const single = (rate: number): Model =>
      modelOf(`midsummer: 1
title: One island
time: { unit: day, start: 0, end: 40 }
integrator: { rtol: 1.0e-11 }
compartments: [s, i, r]
initial: { s: 495, i: 5 }
infectious: [i]
flows:
  infection: { kind: infection, from: s, to: i, rate: ${rate} }
  recovery: { from: i, to: r, rate: 0.2 }
outputs: { infectious: { compartments: i } }
`);
    const together = run(model);
    for (const [name, rate] of [
      ["a", 0.4],
      ["b", 0.8],
    ] as const) {
      const alone = single(rate);
      const wanted = outputOf(alone, run(alone), "infectious");
      outputOf(model, together, name).forEach((value, index) => expect(value).toBeCloseTo(wanted[index] ?? NaN, 5));
    }
  });

  test("of a strain comes from those who carry it, whatever the stratification is called", () => {
    const model = modelOf(`midsummer: 1
title: Strains
time: { unit: day, start: 0, end: 10 }
compartments: [s, i]
initial: { s: 990, i: 10 }
infectious: [i]
flows: { infection: { kind: infection, from: s, to: i, rate: 1 } }
stratify:
  - { name: variant, kind: strain, strata: [old, new], compartments: [i], split: [1, 0], adjust: { infection: { multiply: [1, 2] } } }
outputs: { old: { compartments: i, where: { variant: old } }, new: { compartments: i, where: { variant: new } } }
`);
    const trajectory = run(model);
    expect(model.forces).toHaveLength(2);
    expect(Math.max(...outputOf(model, trajectory, "new"))).toBe(0);
    expect(outputOf(model, trajectory, "old").at(-1)).toBeGreaterThan(900);
  });

  test("follows infectiousness that a stratification multiplies or sets, varying in time too", () => {
    const model = modelOf(`midsummer: 1
title: Infectiousness
time: { unit: day, start: 0, end: 10 }
compartments: [s, e, i]
initial: { s: 990, i: 10 }
infectious: { i: 2 }
flows: { infection: { kind: infection, from: s, to: e, rate: 1 } }
stratify:
  - name: clinical
    strata: [mild, severe]
    compartments: [e, i]
    infectiousness: { i: { multiply: { mild: 0.5 }, set: { severe: "where(t < 5, 1, 0)" } }, e: { set: { mild: 0.1 } } }
`);
    const weights = model.forces[0]?.groups[0]?.infectious.map(({ compartment, weight }) => [
      model.compartments[compartment]?.name,
      weight.kind === "constant" ? weight.value : weight.kind,
    ]);
    expect(Object.fromEntries(weights ?? [])).toEqual({
      "i[clinical=mild]": 1,
      "i[clinical=severe]": "select",
      "e[clinical=mild]": 0.1,
    });
  });
});

describe("flows between strata", () => {
  test("keep the strata that nobody names, and may be divided by later stratifications", () => {
    const model = modelOf(`${HEAD}compartments: [a]
initial: { a: 1000 }
flows:
  vaccination: { from: { compartment: a, where: { dose: none, age: old } }, to: { compartment: a, where: { dose: one, age: old } }, rate: 0.5 }
stratify:
  - { name: age, strata: [young, old] }
  - { name: dose, strata: [none, one], split: [1, 0] }
  - { name: place, strata: [n, s], adjust: { vaccination: { multiply: { s: 2 } } } }
`);
    const led = model.flows.map(({ from, to, rate }) => [
      model.compartments[from ?? -1]?.name,
      model.compartments[to ?? -1]?.name,
      evaluate(rate, []),
    ]);
    expect(led).toHaveLength(2);
    expect(led).toContainEqual(["a[age=old,dose=none,place=s]", "a[age=old,dose=one,place=s]", 1]);
    expect(led).toContainEqual(["a[age=old,dose=none,place=n]", "a[age=old,dose=one,place=n]", 0.5]);
  });
});
