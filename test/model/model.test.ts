// What a good document becomes.
import { describe, expect, test } from "vitest";
import type { Formula } from "../../src/model/model.ts";
import { modelOf, SIR, spoil } from "../support/document.ts";

const parameter = (position: number): Formula => ({ kind: "parameter", parameter: position });
const sum = (...compartments: readonly number[]): Formula => ({ kind: "sum", compartments });

describe("the model of a document", () => {
  test("has positions for names, and every infection flow its force", () => {
    const model = modelOf(SIR);
    expect(model.compartments.map(({ name }) => name)).toEqual(["susceptible", "infectious", "recovered"]);
    expect(model.initial).toEqual([999, 1, 0].map((value) => ({ kind: "constant", value })));
    expect(model.flows).toMatchObject([
      { name: "infection", from: 0, to: 1, rate: parameter(0), absolute: false, force: { force: 0, group: 0 } },
      { name: "recovery", from: 1, to: 2, rate: parameter(1), absolute: false },
    ]);
    expect(model.flows[1]).not.toHaveProperty("force");
    expect(model.forces).toEqual([
      {
        name: "frequency",
        mode: "frequency",
        groups: [{ population: [0, 1, 2], infectious: [{ compartment: 1, weight: { kind: "constant", value: 1 } }] }],
        mixing: { kind: "fixed", matrix: [[1]] },
      },
    ]);
    expect(model.outputs).toMatchObject([
      { name: "in_bed", measure: "prevalence", kind: "formula", formula: sum(1), unit: "persons", title: "in bed" },
      { name: "new_cases", measure: "incidence", kind: "count", flows: [0], unit: "persons per day" },
    ]);
  });

  test("has one force for each way of mixing", () => {
    const text = spoil(
      "recovery: {",
      "import: { kind: infection, mode: density, from: recovered, to: infectious, rate: 1 }\n  recovery: {",
    );
    const model = modelOf(text);
    expect(model.forces.map(({ mode }) => mode)).toEqual(["frequency", "density"]);
    expect(model.flows.map(({ force }) => force?.force)).toEqual([0, 1, undefined]);
  });

  test("integrates by default with dopri5, to 1e-10 of the initial population", () => {
    expect(modelOf(SIR).integrator).toEqual({
      method: "dopri5",
      rtol: 1e-6,
      atol: 1e-10 * 1000,
      maxSteps: 100_000,
      land: false,
    });
  });

  test.each([
    ["{ rtol: 1e-10 }", { method: "dopri5", land: true }],
    ["{ dense: false }", { method: "dopri5", land: true }],
    ["{ method: rk4 }", { method: "rk4", substeps: 2 }],
    ["{ method: euler, step: 0.1 }", { method: "euler", substeps: 10 }],
  ])("with integrator: %s integrates so", (options, expected) => {
    expect(modelOf(spoil("title: SIR", `title: SIR\nintegrator: ${options}`)).integrator).toMatchObject(expected);
  });

  test("takes a step that divides within rounding", () => {
    // 10 / 0.1 is not a whole number of steps in every way of counting them in floating point.
    expect(modelOf(spoil("step: 1 }", "step: 0.1 }")).time).toEqual({
      unit: "day",
      start: 0,
      end: 10,
      step: 0.1,
      count: 101,
    });
  });

  test("gives the rest of the population to one compartment", () => {
    const text = spoil(
      "{ susceptible: 999, infectious: 1 }",
      "{ population: 1000, susceptible: rest, infectious: contact_rate }",
    );
    expect(modelOf(text).initial[0]).toEqual({
      kind: "binary",
      operator: "subtract",
      left: { kind: "constant", value: 1000 },
      right: parameter(0),
    });
  });

  test("shares a quantity between the formulas that use it", () => {
    const text = spoil(
      "rate: recovery_rate",
      "rate: q",
      spoil("rate: contact_rate", "rate: q", `${SIR}quantities: { q: contact_rate + recovery_rate }\n`),
    );
    const [infection, recovery] = modelOf(text).flows;
    expect(infection?.rate).toBe(recovery?.rate);
  });

  test("puts outputs after those that they use", () => {
    const text = spoil(
      "in_bed: {",
      "twice: { expression: 2 * new_cases + share }\n  share: { expression: infectious / population }\n  in_bed: {",
    );
    const { outputs } = modelOf(text);
    expect(outputs.map(({ name }) => name)).toEqual(["new_cases", "share", "twice", "in_bed"]);
    expect(JSON.stringify(outputs[2])).toContain('{"kind":"output","output":0}');
  });

  test("has every compartment for an output where the document names none", () => {
    const text = SIR.slice(0, SIR.indexOf("outputs:"));
    expect(modelOf(text).outputs.map(({ name, kind }) => [name, kind])).toEqual([
      ["susceptible", "formula"],
      ["infectious", "formula"],
      ["recovered", "formula"],
    ]);
  });

  test("folds arithmetic on constants and leaves functions to the kernel", () => {
    const rate = (text: string): Formula | undefined =>
      modelOf(spoil("rate: recovery_rate", `rate: "${text}"`)).flows[1]?.rate;
    expect(rate("1 / 3 + 2 * 4 - -1")).toEqual({ kind: "constant", value: 1 / 3 + 9 });
    expect(rate("exp(1)")).toEqual({ kind: "unary", operator: "exp", operand: { kind: "constant", value: 1 } });
    expect(rate("2 ^ 3")).toMatchObject({ kind: "binary", operator: "power" });
    expect(rate("t > 3")).toEqual({
      kind: "binary",
      operator: "less",
      left: { kind: "constant", value: 3 },
      right: { kind: "time" },
    });
    expect(rate("where(t < 1, 2, 3)")).toMatchObject({ kind: "select", yes: { value: 2 }, no: { value: 3 } });
  });

  test("reads dates in expressions as times", () => {
    const dated = spoil("start: 0, end: 10", "start: 2020-02-25, end: 2020-03-06");
    const rate = modelOf(spoil("rate: recovery_rate", "rate: t - 2020-03-01", dated)).flows[1]?.rate;
    expect(rate).toMatchObject({ operator: "subtract", right: { kind: "constant", value: 5 } });
  });

  test.each([
    ["0.5", { min: 0, max: 1 }],
    ["-3", { min: -6, max: 0 }],
    ["0", { min: 0, max: 1 }],
    ["{ value: 5, min: 2 }", { min: 2, max: 10 }],
    ["{ value: 5, max: 7 }", { min: 0, max: 7 }],
  ])("gives a parameter of %s a slider around its value", (entry, range) => {
    expect(modelOf(spoil("recovery_rate: 0.2", `recovery_rate: ${entry}`)).parameters[1]).toMatchObject(range);
  });
});
