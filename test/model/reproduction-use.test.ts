// A reproduction number is computed after the run: it is shown, and nothing else is made of it.

import { describe, expect, test } from "vitest";
import { read } from "../../src/model/build.ts";
import type { Output } from "../../src/model/model.ts";
import { lower } from "../../src/program/lower.ts";
import { constant, expression, op, outputValue, sir } from "../support/models.ts";
import type { Placed } from "../../src/kernel/placed.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import { codes, placed } from "../support/run.ts";

const VALUES = [0.5, 0.2];

function placedOf(text: string): Placed {
  const answer = read(text);
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues, null, 2));
  return placed(answer.value.model);
}

function outputOf(text: string, name: string): Float64Array | undefined {
  const program = placedOf(text);
  const index = program.program.model.outputs.findIndex((output) => output.name === name);
  return simulate(program, VALUES).outputs[index];
}

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
  test("computed at every third output time lies on straight lines between these", () => {
    const text = document("  all: { expression: population }");
    const [full, thinned] = [text, text.replace("true }", "{ every: 3 } }")].map((each) => outputOf(each, "r"));
    // Output times 0, 3, 6, 9 and the last.
    for (const time of [0, 3, 6, 9, 10]) expect(thinned?.[time]).toBe(full?.[time]);
    for (const time of [1, 2, 4, 5, 7, 8]) {
      const [before, after] = [full?.[time - (time % 3)] ?? NaN, full?.[time - (time % 3) + 3] ?? NaN];
      expect(thinned?.[time]).toBeCloseTo(before + ((time % 3) / 3) * (after - before), 14);
    }
  });

  test("is left out of a run that goes without, and of nothing else", () => {
    const text = document("  ill: { compartments: infectious }");
    const placed = placedOf(text);
    const [whole, quick] = [simulate(placed, VALUES), simulate(placed, VALUES, { withoutReproduction: true })];
    expect(quick.outputs[0]?.every(Number.isNaN)).toBe(true);
    expect(whole.outputs[0]?.every(Number.isFinite)).toBe(true);
    expect(quick.outputs[1]).toEqual(whole.outputs[1]);
  });

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
