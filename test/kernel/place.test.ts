// Placing a program checks it once, so that a run need not.

import { describe, expect, test } from "vitest";
import * as layout from "../../assembly/layout.ts";
import { decode } from "../../src/program/operations.ts";
import { headerField, type Program } from "../../src/program/program.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import { testKernel } from "../support/kernel.ts";
import { calibratedSir, constant, grid, modelOf, op, sir, time } from "../support/models.ts";
import { randomModel } from "../support/random-model.ts";
import { defaults, lowered, run } from "../support/run.ts";

/** The program with one word of its buffer replaced. */
function spoilt(program: Program, word: number, value: number): Program {
  const buffer = program.buffer.slice(0);
  new Int32Array(buffer)[word] = value;
  return { ...program, buffer };
}

const SECTIONS = [
  layout.HEADER_SETUP,
  layout.HEADER_TIME,
  layout.HEADER_RATE,
  layout.HEADER_FLOW,
  layout.HEADER_PROJECT,
  layout.HEADER_FINISH,
];

/** Word indices of all operands of some kinds. */
function operandsOf(program: Program, kinds: string): number[] {
  const words = new Int32Array(program.buffer);
  return SECTIONS.flatMap((section) => {
    const found: number[] = [];
    const end = headerField(program.buffer, section) + headerField(program.buffer, section + 1);
    for (let at = headerField(program.buffer, section); at < end;) {
      const operation = decode(words, at, end);
      found.push(...operation.operands.filter(({ kind }) => kinds.includes(kind)).map(({ word }) => word));
      at = operation.next;
    }
    return found;
  });
}

describe("placing a program", () => {
  const whole = randomModel({ seed: 23, kinds: 3, groups: 3, regular: true, closed: false, jumps: true });
  const program = lowered({ ...whole, priors: calibratedSir().priors });

  test("refuses what is no program of this version", () => {
    const kernel = testKernel();
    expect(() => kernel.place(spoilt(program, layout.HEADER_MAGIC, 1), 1)).toThrow(RangeError);
    expect(() => kernel.place(spoilt(program, layout.HEADER_VERSION, 99), 1)).toThrow("version");
    expect(() => kernel.place({ ...program, buffer: new ArrayBuffer(8) }, 1)).toThrow(RangeError);
  });

  test.each([
    ["slot, row or constant", "syYc", 1_000_000],
    ["slot, row or constant", "syc", -1],
    ["row that may be the outside", "Y", -2],
  ])("refuses any %s out of bounds (%s, %d)", (_what, kinds, value) => {
    const kernel = testKernel();
    const words = operandsOf(program, kinds);
    expect(words.length).toBeGreaterThan(0);
    for (const word of words) {
      expect(() => kernel.place(spoilt(program, word, value), 1)).toThrow(RangeError);
      kernel.clear();
    }
  });

  test("refuses an operation that it does not know, or that runs past its section", () => {
    const kernel = testKernel();
    const flow = headerField(program.buffer, layout.HEADER_FLOW);
    expect(() => kernel.place(spoilt(program, flow, 9999), 1)).toThrow("operation 9999");
    const length = headerField(program.buffer, layout.HEADER_FLOW + 1);
    expect(() => kernel.place(spoilt(program, layout.HEADER_FLOW + 1, length - 1), 1)).toThrow(RangeError);
  });

  test("refuses outputs, knots and priors that name no slot", () => {
    const kernel = testKernel();
    for (const table of [layout.HEADER_OUTPUT_TABLE, layout.HEADER_KNOT_TABLE, layout.HEADER_PRIOR_TABLE]) {
      expect(headerField(program.buffer, table + 1)).toBeGreaterThan(0);
      expect(() => kernel.place(spoilt(program, headerField(program.buffer, table), 1_000_000), 1)).toThrow(RangeError);
    }
  });

  test("refuses a program that would need a gibibyte", () => {
    const outputs = sir().outputs;
    const long = sir({ outputs, time: { ...grid(1e8), count: 1e8 + 1 } });
    expect(() => testKernel().place(lowered(long), 1)).toThrow("MiB");
  });

  test("may be done several times in one kernel, the placed programs apart", () => {
    const kernel = testKernel();
    const [one, other] = [
      sir(),
      randomModel({ seed: 3, kinds: 3, groups: 2, regular: false, closed: true, jumps: true }),
    ];
    const [first, second] = [kernel.place(lowered(one), 1), kernel.place(lowered(other), 1)];
    for (let n = 0; n < 2; n += 1) {
      expect(simulate(first, defaults(one))).toEqual(run(one));
      expect(simulate(second, defaults(other))).toEqual(run(other));
    }
  });

  test("leaves every lane at the document's parameter values", () => {
    const { frame } = testKernel().place(lowered(sir()), 4);
    expect([...frame.parameters]).toEqual([1.7, 1.7, 1.7, 1.7, 0.5, 0.5, 0.5, 0.5]);
  });

  test("takes a program with neither flows, parameters, outputs nor targets", () => {
    const model = modelOf({ initial: [1], flows: [], outputs: [] });
    expect(run(model)).toMatchObject({ outputs: [], issues: [] });
  });

  test("does not change the program", () => {
    const before = program.buffer.slice(0);
    testKernel().place(program, 8);
    expect(program.buffer).toEqual(before);
  });
});

describe("a run", () => {
  test("depends on its parameters alone, not on the runs before it", () => {
    const rate = op("divide", constant(1), op("subtract", constant(5), time));
    const failing = modelOf({ initial: [10, 0], parameters: { x: 1 }, flows: [{ from: 0, to: 1, rate }] });
    const kernel = testKernel();
    const placed = kernel.place(lowered(sir()), 1);
    const other = kernel.place(lowered(failing), 1);
    const first = simulate(placed, [1.7, 0.5]);
    expect(simulate(placed, [NaN, 0.5]).issues).toHaveLength(1);
    expect(simulate(other, [1]).issues).toHaveLength(1);
    expect(simulate(placed, [1.7, 0.5])).toEqual(first);
  });
});
