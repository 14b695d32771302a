// What a document with strata is warned of, and messages that need a document of their own.
import { describe, expect, test } from "vitest";
import { read } from "../../src/model/build.ts";
import { spoil } from "../support/document.ts";
import { FILES, GOOD, issuesOf } from "../support/strata.ts";

describe("a document with strata", () => {
  test("warns by how much contacts do not balance", () => {
    const text = spoil(", reciprocal: false", "", spoil("home: [[2, 1], [1, 2]]", "home: [[2, 1], [3, 2]]", GOOD));
    const found = read(text, { files: (path) => FILES[path] }).issues.find(({ code }) => code === "E256");
    // 400 persons × 1 contact from one side, 600 × 3 from the other: 1400 of 1800 are missing.
    expect(found).toMatchObject({ severity: "warning", path: "stratify.0.mixing" });
    expect(found?.message).toContain("differ by 77.8 %");
  });

  test("hears of an infection that leads to no strain", () => {
    const text = `midsummer: 1
title: Strains
time: { unit: day, start: 0, end: 10 }
compartments: [s, e, i]
initial: { s: 9, i: 1 }
infectious: i
flows: { infection: { kind: infection, from: s, to: e, rate: 1 }, onset: { from: e, to: i, rate: 1 } }
stratify: [{ name: variant, kind: strain, strata: [a, b], compartments: [i] }]
`;
    expect(issuesOf(text)).toEqual([["E239", "stratify.0"]]);
  });

  test("hears of a group that mixes and has nobody in it", () => {
    const text = spoil("split: { young: share, old: rest }", "split: [0, 1]", GOOD);
    const found = read(text, { files: (path) => FILES[path] }).issues.filter(({ code }) => code === "E242");
    expect(found).toHaveLength(1);
    expect(found[0]?.severity).not.toBe("error");
  });

  test("is warned of a rule that fits no flow, and may not divide births by age", () => {
    const idle = spoil(
      "infectiousness: { i: { multiply: [1, 2] } } }",
      "infectiousness: { i: { multiply: [1, 2] } } }\n  - { name: late, strata: [a, b], compartments: [r], adjust: { infection: { multiply: [1, 2] } } }",
      GOOD,
    );
    expect(issuesOf(idle)).toContainEqual(["E235", "stratify.4.adjust.infection"]);
    const births = `midsummer: 1
title: Births
time: { unit: year, start: 0, end: 10 }
compartments: [a]
initial: { a: 1 }
flows: { birth: { kind: births, to: a, rate: 1 } }
stratify: [{ name: age, kind: age, strata: [0, 5], adjust: { birth: { multiply: [1, 2] } } }]
`;
    expect(issuesOf(births)).toEqual([["E235", "stratify.0.adjust.birth"]]);
  });

  test("asks for the unit of ages where time is in days", () => {
    const text = spoil("strata: [young, old]", "kind: age, strata: [0, 15]", GOOD)
      .replaceAll("young", "0")
      .replaceAll("old", "15");
    expect(issuesOf(text)).toContainEqual(["E255", "stratify.0"]);
  });

  test("hears of one mistake once, however many strata it is made in", () => {
    const issues = issuesOf(spoil("0.1 * risk[age, place]", "0.1 * rsik[age, place]", GOOD));
    expect(issues).toEqual([["E201", "flows.recovery.rate"]]);
  });

  test("may not have its reproduction number as a target", () => {
    const text = `${GOOD}targets: { number: { times: [5], values: [1], likelihood: normal, sd: 1 } }\n`;
    expect(issuesOf(text)).toEqual([["E264", "targets.number"]]);
  });
});
