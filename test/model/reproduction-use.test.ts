// A reproduction number is computed after the run: it is shown, and nothing else is made of it.

import { describe, expect, test } from "vitest";
import { read } from "../../src/model/build.ts";
import type { Output } from "../../src/model/model.ts";
import { lower } from "../../src/program/lower.ts";
import { constant, expression, op, outputValue, sir } from "../support/models.ts";
import { codes } from "../support/run.ts";

const document = (outputs: string): string => `
midsummer: 1
title: SIR
time: { unit: day, start: 0, end: 10, step: 1 }
compartments: [susceptible, infectious, recovered]
initial: { susceptible: 990, infectious: 10, recovered: 0 }
infectious: [infectious]
parameters: { contact_rate: 0.5, recovery_rate: 0.2 }
flows:
  infection: { kind: infection, from: susceptible, to: infectious, rate: contact_rate }
  recovery: { from: infectious, to: recovered, rate: recovery_rate }
outputs:
  r: { reproduction_number: true }
${outputs}
`;

describe("a reproduction number in a document", () => {
  test("may stand alone", () => {
    const answer = read(document("  ill: { compartments: infectious }"));
    expect(answer.issues).toEqual([]);
    expect(answer.ok && answer.value.model.outputs.map(({ kind }) => kind)).toEqual(["reproduction", "formula"]);
  });

  test.each([
    ["an expression", '  twice: { expression: "2 * where(r > 1, r, 1)" }', "twice"],
    ["a window", "  smooth: { of: r, rolling: { mean: 7 } }", "smooth"],
    ["a running sum", "  sum: { of: r, cumulative: true }", "sum"],
  ])("is refused to %s, which would look at it during the run", (_name, line, name) => {
    const answer = read(document(line));
    expect(codes(answer.issues)).toEqual(["E264"]);
    expect(answer.issues[0]).toMatchObject({ severity: "error", path: `outputs.${name}` });
    expect(answer.issues[0]?.message).toContain("“r”");
  });

  test("is refused by the lowering too, should a model come by another way", () => {
    const outputs: Output[] = [
      { name: "r", title: "r", measure: "expression", kind: "reproduction" },
      expression("twice", op("multiply", constant(2), outputValue(0))),
    ];
    expect(() => lower(sir({ outputs }))).toThrow("outputs.r is computed after the run");
  });
});
