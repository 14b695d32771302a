// What a document can have wrong with it beyond text and schema: each with code, place and what would do.
import { describe, expect, test } from "vitest";
import { issuesOf, SIR, spoil } from "../support/document.ts";

/** Adds lines to the small document. */
function withLines(...lines: readonly string[]): string {
  return `${SIR}${lines.join("\n")}\n`;
}

describe("a name that is not there", () => {
  test.each([
    ["compartment of a flow", "to: recovered, rate", "to: recoverd, rate", "E204", "flows.recovery.to", "recovered"],
    [
      "compartment of an output",
      "compartments: infectious }",
      "compartments: [infectous] }",
      "E204",
      "outputs.in_bed.compartments.0",
      "infectious",
    ],
    ["compartment of initial", "infectious: 1 }", "infectios: 1 }", "E204", "initial.infectios", "infectious"],
    ["infectious compartment", "infectious: [infectious]", "infectious: infectius", "E204", "infectious", "infectious"],
    [
      "parameter of a rate",
      "rate: contact_rate",
      "rate: 2 * contct_rate",
      "E201",
      "flows.infection.rate",
      "contact_rate",
    ],
    ["function", "rate: contact_rate", "rate: sgmoid(t)", "E202", "flows.infection.rate", "sigmoid"],
    ["flow of an output", "flow: infection }", "flow: infektion }", "E205", "outputs.new_cases.flow", "infection"],
  ])("as a %s is reported, and the nearest offered", (_, part, by, code, path, nearest) => {
    const issues = issuesOf(spoil(part, by));
    expect(issues.map((issue) => [issue.code, issue.path])).toEqual([[code, path]]);
    expect(issues[0]?.advice).toContain(`Did you mean “${nearest}”?`);
  });

  test("in an expression is reported at its own column", () => {
    const [issue] = issuesOf(spoil("rate: contact_rate", "rate: 2 * contct_rate"));
    // The line reads `  infection: { kind: infection, from: susceptible, to: infectious, rate: 2 * contct_rate }`.
    expect(issue?.place).toEqual({ line: 11, column: 78 });
    expect(issue?.message).toBe("There is no “contct_rate”.");
  });

  test("in an expression between quotation marks is reported at its own column too", () => {
    const [issue] = issuesOf(spoil("rate: contact_rate", 'rate: "2 * contct_rate"'));
    expect(issue?.place).toEqual({ line: 11, column: 79 });
  });

  test("as the output of a target is reported with the outputs that are there", () => {
    const text = withLines("targets:", "  in_bd: { times: [1], values: [2], likelihood: poisson }");
    const [issue] = issuesOf(text);
    expect(issue).toMatchObject({ code: "E206", path: "targets.in_bd", place: { line: 17, column: 3 } });
    expect(issue?.advice).toBe("This document has in_bed and new_cases. Did you mean “in_bed”?");
  });

  test("as the parameter of a prior is reported", () => {
    const [issue] = issuesOf(withLines("priors: { contact_rat: 'uniform(0, 1)' }"));
    expect(issue).toMatchObject({ code: "E207", path: "priors.contact_rat" });
    expect(issue?.advice).toContain("Did you mean “contact_rate”?");
  });
});

describe("an element that makes no sense", () => {
  test.each([
    ["a flow to itself", "to: recovered, rate", "to: infectious, rate", "E210", "flows.recovery.to"],
    ["a transition to nowhere", "to: recovered, rate", "rate", "E211", "flows.recovery"],
    [
      "an entry with a source",
      "{ from: infectious, to: recovered",
      "{ kind: entry, from: infectious, to: recovered",
      "E211",
      "flows.recovery.from",
    ],
    [
      "a mode of a transition",
      "{ from: infectious",
      "{ mode: density, from: infectious",
      "E211",
      "flows.recovery.mode",
    ],
    [
      "an output of two kinds",
      "{ compartments: infectious }",
      "{ compartments: infectious, flow: infection }",
      "E212",
      "outputs.in_bed",
    ],
    ["an output of nothing", "{ compartments: infectious }", "{ title: x }", "E212", "outputs.in_bed"],
    [
      "a function with one argument too many",
      "rate: recovery_rate }",
      'rate: "exp(1, 2)" }',
      "E203",
      "flows.recovery.rate",
    ],
    ["a function without arguments", "rate: recovery_rate }", "rate: exp * 2 }", "E203", "flows.recovery.rate"],
    [
      "a parameter called like a function",
      "rate: recovery_rate }",
      "rate: recovery_rate(2) }",
      "E202",
      "flows.recovery.rate",
    ],
    ["an output within a rate", "rate: recovery_rate }", "rate: in_bed }", "E208", "flows.recovery.rate"],
    ["time within initial", "infectious: 1 }", "infectious: t }", "E208", "initial.infectious"],
    ["a compartment within initial", "infectious: 1 }", "infectious: recovered + 1 }", "E208", "initial.infectious"],
    [
      "a parameter that needs the kernel",
      "recovery_rate: 0.2",
      "recovery_rate: exp(1)",
      "E112",
      "parameters.recovery_rate",
    ],
    ["a slider beside its value", "value: 0.5,", "value: 0.5, max: 0.4,", "E217", "parameters.contact_rate.max"],
    ["a name that is a function", "recovered]", "exp]", "E115", "compartments.2"],
    ["a name with a space", "in_bed:", "in bed:", "E115", "outputs.in bed"],
    ["a name that objects inherit", "recovered]", "constructor]", "E115", "compartments.2"],
    [
      "an option of another integrator",
      "title: SIR",
      "title: SIR\nintegrator: { method: rk4, rtol: 1e-6 }",
      "E222",
      "integrator.rtol",
    ],
  ])("such as %s is refused", (_, part, by, code, path) => {
    const issues = issuesOf(spoil(part, by)).filter((issue) => issue.severity === "error");
    expect(issues.map((issue) => [issue.code, issue.path])).toContainEqual([code, path]);
    for (const { advice, place } of issues) expect([advice === "", place === undefined]).toEqual([false, false]);
  });

  test("such as an expression cut by a comma of YAML is told of quotation marks", () => {
    const issues = issuesOf(spoil("rate: recovery_rate }", "rate: max(1, t) }"));
    expect(issues.map(({ code }) => code)).toEqual(["E121", "E110"]);
    for (const { advice } of issues) expect(advice).toContain("put text that holds a comma between quotation marks");
  });

  test("such as a series with unequal lengths is refused, with both lengths", () => {
    const text = withLines("series: { s: { times: [0, 1, 2], values: [1, 2] } }");
    expect(issuesOf(text)).toContainEqual(
      expect.objectContaining({ code: "E213", path: "series.s.values", message: "There are 3 times and 2 values." }),
    );
  });

  test("such as a series that goes back in time is refused at that point", () => {
    const text = withLines("series: { s: { times: [0, 2, 1], values: [1, 2, 3] } }");
    expect(issuesOf(text)).toContainEqual(expect.objectContaining({ code: "E214", path: "series.s.times.2" }));
  });
});

describe("a document as a whole", () => {
  test("may not give one name to two things, and says where both are", () => {
    const issues = issuesOf(spoil("in_bed:", "contact_rate:"));
    expect(issues).toContainEqual(
      expect.objectContaining({
        code: "E301",
        path: "outputs.contact_rate",
        place: { line: 14, column: 3 },
        message: "The name “contact_rate” is taken by parameters.contact_rate in line 5.",
      }),
    );
  });

  test("may not define quantities in a circle, which is named", () => {
    const [issue] = issuesOf(withLines("quantities: { a: b + 1, b: 2 * c, c: a }"));
    expect(issue).toMatchObject({
      code: "E303",
      message: "The quantities use each other in a circle: “a” → “b” → “c” → “a”.",
    });
  });

  test("may not define outputs in a circle", () => {
    const text = spoil("in_bed: { compartments: infectious }", "a: { expression: b }\n  b: { expression: a }");
    expect(issuesOf(text).map(({ code }) => code)).toEqual(["E303"]);
  });

  test.each([
    ["negative initial population", "susceptible: 999", "susceptible: 9 - 10", "E306", "initial.susceptible"],
    ["nobody infectious", "infectious: [infectious]", "infectious: []", "E304", "flows.infection"],
    ["a step that does not divide", "step: 1 }", "step: 3 }", "E308", "time.step"],
    ["an end before the start", "end: 10", "end: -1", "E309", "time.end"],
    ["charts from outside the run on", "step: 1 }", "step: 1, show_from: 10 }", "E309", "time.show_from"],
    ["too many output times", "step: 1 }", "step: 0.00001 }", "E309", "time.step"],
    [
      "a fixed step that does not divide",
      "title: SIR",
      "title: SIR\nintegrator: { method: rk4, step: 0.3 }",
      "E310",
      "integrator.step",
    ],
    ["a date that is none", "start: 0, end: 10", "start: 2021-02-20, end: 2021-02-30", "E116", "time.end"],
    [
      "an epoch of years",
      "unit: day, start: 0, end: 10",
      "unit: year, start: 2020-01-01, end: 2021-01-01, epoch: 2020-01-01",
      "E315",
      "time.epoch",
    ],
    ["a rest of nothing", "susceptible: 999", "susceptible: rest", "E316", "initial.susceptible"],
    ["a population that nobody takes", "susceptible: 999", "population: 1000", "E316", "initial.population"],
  ])("with %s is refused", (_, part, by, code, path) => {
    const issues = issuesOf(spoil(part, by)).filter(({ severity }) => severity === "error");
    expect(issues.map((issue) => [issue.code, issue.path])).toContainEqual([code, path]);
  });

  test("without compartments is refused", () => {
    const text = "midsummer: 1\ntitle: x\ntime: { unit: day, start: 0, end: 1 }\ncompartments: []\ninitial: {}\n";
    expect(issuesOf(text).map(({ code, path }) => [code, path])).toEqual([["E305", "compartments"]]);
  });

  test("offers a step that would divide", () => {
    expect(issuesOf(spoil("step: 1 }", "step: 3 }"))[0]?.advice).toContain("A step of 2.5 would");
  });

  test("is told of what it defines and never uses, and still built", () => {
    const text = withLines("quantities: { idle: 1 }", "series: { flat: { times: [0], values: [1] } }");
    const issues = issuesOf(spoil("parameters:", "parameters:\n  unused: 1", text));
    expect(issues.map(({ code, severity, path }) => [code, severity, path])).toEqual([
      ["E314", "notice", "parameters.unused"],
      ["E314", "notice", "quantities.idle"],
      ["E314", "notice", "series.flat"],
    ]);
  });

  test("with quantities that use each other without end is refused, and nothing overflows", () => {
    const chain = Array.from({ length: 5000 }, (_, index) => `  q${index}: q${index + 1} + 1`);
    expect(issuesOf(withLines("quantities:", ...chain, "  q5000: 1")).map(({ code }) => code)).toContain("E317");
    const upward = Array.from({ length: 5000 }, (_, index) => `  q${index + 1}: q${index} + 1`);
    expect(issuesOf(withLines("quantities:", "  q0: t", ...upward)).map(({ code }) => code)).toContain("E317");
  });

  test("with more errors than one reads hears of the first hundred", () => {
    const flows = Array.from(
      { length: 300 },
      (_, index) => `  f${index}: { from: a${index}, to: infectious, rate: 1 }`,
    );
    const issues = issuesOf(spoil("outputs:", `${flows.join("\n")}\noutputs:`));
    expect(issues).toHaveLength(101);
    expect(issues.map(({ code }) => code)).toContain("E318");
  });
});
