// A program is one buffer with an identity: its digest.

import { describe, expect, test } from "vitest";
import { HEADER_DIGEST, HEADER_MAGIC, HEADER_VERSION } from "../../assembly/layout.ts";
import type { Model } from "../../src/model/model.ts";
import { digestOfBytes, digestOfText } from "../../src/program/digest.ts";
import { DIGESTED_FROM, headerField, isProgram } from "../../src/program/program.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import { testKernel } from "../support/kernel.ts";
import {
  calibratedSir,
  constant,
  DENSE,
  expression,
  grid,
  modelOf,
  of,
  op,
  parameter,
  RK4,
  time,
  times,
} from "../support/models.ts";
import { randomModel } from "../support/random-model.ts";
import { defaults, derivative, lowered, run } from "../support/run.ts";

describe("the digest of a program", () => {
  test("is SHA-256 of its content, and stands in its header", () => {
    const { buffer, digest } = lowered(calibratedSir());
    const content = new Uint8Array(buffer, DIGESTED_FROM);
    expect(digest).toBe(digestOfBytes(content));
    expect(Buffer.from(buffer, HEADER_DIGEST * 4, 32).toString("hex")).toBe(digest);
    // FIPS 180-2, appendix B.1.
    expect(digestOfText("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  test("is the same whenever the same model is lowered, and so is every byte", () => {
    const make = (): Model => randomModel({ seed: 8, kinds: 4, groups: 4, regular: true, closed: false, jumps: true });
    expect(new Uint8Array(lowered(make()).buffer)).toEqual(new Uint8Array(lowered(make()).buffer));
    expect(lowered(make()).digest).toBe(lowered(make()).digest);
  });

  test("changes with each part that can change a result", () => {
    const model = calibratedSir();
    const [first, second] = model.flows;
    const [target] = model.targets;
    const [prior, other] = model.priors;
    if (!first || !second || !target || !prior || !other) throw new Error("the SIR model has lost a part");
    const changes: Partial<Model>[] = [
      {},
      { initial: [constant(761), constant(1), constant(0)] },
      { initial: [constant(762), constant(1), constant(-0)] },
      { initial: [constant(762), constant(1), parameter(0)] },
      { flows: [first, { ...second, rate: constant(0.5) }] },
      { flows: [first, { ...second, to: 0 }] },
      { time: grid(13) },
      { time: grid(14, 0.5) },
      { time: { ...grid(14), start: 0.5 } },
      { integrator: { method: "rk4", substeps: 3 } },
      { integrator: { method: "euler", substeps: 2 } },
      { integrator: DENSE },
      { integrator: { ...DENSE, rtol: 1e-11 } },
      { integrator: { ...DENSE, atol: 1e-11 } },
      { integrator: { ...DENSE, maxSteps: 7 } },
      { integrator: { ...DENSE, land: true } },
      { forces: model.forces.map((force) => ({ ...force, mode: "density" })) },
      { forces: model.forces.map((force) => ({ ...force, mixing: { kind: "fixed", matrix: [[2]] } })) },
      { outputs: model.outputs.slice(0, 2) },
      { outputs: model.outputs.toReversed() },
      { priors: [other, prior] },
      { priors: [prior] },
      { priors: [{ ...prior, arguments: [2, 1.5, 0, Infinity] }, other] },
      { priors: [prior, { ...other, upper: 3 }] },
      { targets: [] },
      { targets: [{ ...target, values: target.values.map((value) => value + 1) }] },
      { targets: [{ ...target, timeIndices: target.timeIndices.map((index) => index + 1) }] },
      { targets: [{ ...target, argument: parameter(1) }] },
      { targets: [{ ...target, likelihood: "normal" }] },
      { targets: [{ ...target, output: 2 }] },
    ];
    const digests = changes.map((change) => lowered(calibratedSir(change)).digest);
    expect(new Set(digests).size).toBe(changes.length);
  });

  test("does not change with words that people read, nor with values that a run is given", () => {
    const model = calibratedSir();
    const words: Partial<Model> = {
      title: "Another title",
      summary: "Another summary",
      parameters: model.parameters.map((each) => ({ ...each, title: "Rate", value: 9, max: 99 })),
    };
    expect(lowered(calibratedSir(words)).digest).toBe(lowered(model).digest);
  });
});

describe("a program's buffer", () => {
  test("is known by its magic and version", () => {
    const { buffer } = lowered(calibratedSir());
    expect(isProgram(buffer)).toBe(true);
    for (const field of [HEADER_MAGIC, HEADER_VERSION]) {
      const other = buffer.slice(0);
      new Int32Array(other)[field] = headerField(other, field) + 1;
      expect(isProgram(other)).toBe(false);
    }
    expect(isProgram(new ArrayBuffer(0))).toBe(false);
    expect(isProgram(buffer.slice(0, 100))).toBe(false);
  });

  test("goes to another thread with its names, and runs there as here", () => {
    const model = calibratedSir();
    const sent = structuredClone(lowered(model));
    expect(simulate(testKernel().place(sent, 1), defaults(model))).toEqual(run(model));
  });

  test("keeps constants to the last bit: −0, infinities, NaN, the largest and the smallest", () => {
    const values = [-0, 0, Infinity, -Infinity, NaN, Number.MAX_VALUE, Number.MIN_VALUE, 0.1];
    const outputs = values.map((value, index) => expression(`v${index}`, constant(value)));
    const trajectory = run(modelOf({ initial: [1], flows: [], outputs }));
    expect(trajectory.outputs.map(([value]) => value)).toEqual(values);
  });
});

describe("lowering", () => {
  test("folds constants as the kernel would compute them", () => {
    const sum = op("add", constant(0.1), constant(0.2));
    const outputs = [
      expression("sum", sum),
      expression("quotient", op("divide", constant(1), constant(0))),
      expression("minus", of("negate", constant(0))),
      expression("root", of("exp", constant(1))),
    ];
    const trajectory = run(modelOf({ initial: [1], flows: [], outputs }));
    // e is the kernel's own, right to an ulp.
    expect(trajectory.outputs.map(([value]) => value).slice(0, 3)).toEqual([0.1 + 0.2, Infinity, -0]);
    expect(Math.abs((trajectory.outputs[3]?.[0] ?? NaN) - Math.E)).toBeLessThan(5e-16);
  });

  test("computes each part once, however often it is shared", () => {
    // 2⁴⁰⁰ additions if written out; each level adds the one below to itself.
    const sums = Array.from({ length: 400 }).reduce<ReturnType<typeof op>>((part) => op("add", part, part), time);
    const products = Array.from({ length: 8 }).reduce<ReturnType<typeof op>>((part) => times(part, part), time);
    const model = modelOf({
      initial: [1],
      flows: [
        { to: 0, rate: op("multiply", constant(2 ** -400), sums) },
        { from: 0, rate: times(products, parameter(0)) },
      ],
      parameters: { p: 1 },
    });
    expect(lowered(model).buffer.byteLength).toBeLessThan(16384);
    // At t = 1, size 1: 2⁻⁴⁰⁰ · 2⁴⁰⁰ · 1 − 1²⁵⁶.
    expect([...derivative(model, 1)]).toEqual([0]);
  });

  test("takes a rate apart into what is known before the run and what varies, without changing its value", () => {
    const varying = op("add", constant(1), time);
    const rate = op(
      "divide",
      times(times(parameter(0), varying), times(constant(3), varying)),
      op("add", parameter(1), constant(1)),
    );
    const model = modelOf({ parameters: { a: 0.5, b: 3 }, initial: [8], flows: [{ from: 0, rate }] });
    // 0.5 · 3 · 3 · 3 / 4 · 8 at t = 2.
    expect([...derivative(model, 2)]).toEqual([-27]);
  });

  test("writes the times of a moved knot into the program", () => {
    const series = { name: "s", title: "", times: [1, 3.3], values: [1, 2], interpolation: "step" } as const;
    const rate = { kind: "series", series: 0 } as const;
    const model = modelOf({ integrator: RK4, initial: [0], flows: [{ to: 0, rate }], series: [series] });
    const { knots } = lowered(model);
    expect(knots.map(({ path, isConstant, written, used }) => ({ path, isConstant, moved: written !== used }))).toEqual(
      [
        { path: "series.s.times", isConstant: true, moved: false },
        { path: "series.s.times", isConstant: true, moved: true },
      ],
    );
  });
});
