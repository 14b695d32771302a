// Traces: reports of any thinning end in one grid that all chains share.
import { describe, expect, test } from "vitest";
import { addReport, emptyTraces, traceSpec, tracesOfDraws } from "../../src/views/traces.ts";
import { yRange } from "../../src/views/chart-spec.ts";

describe("a trace", () => {
  test("puts each row of a report at its own iteration", () => {
    const traces = emptyTraces(2, 1, 6, 2);
    addReport(traces, { chain: 0, first: 0, thin: 2, values: [1, 10, 2, 20, 3, 30] });
    expect(traces.paths[0]?.[0]).toEqual([1, null, 2, null, 3, null]);
    expect(traces.paths[1]?.[0]).toEqual([10, null, 20, null, 30, null]);
  });

  test("has at most 600 positions and still reaches the last iteration", () => {
    const traces = emptyTraces(1, 1, 30_000, 1000);
    expect(traces.iterations.length).toBeLessThanOrEqual(600);
    addReport(traces, { chain: 0, first: 29_999, thin: 1, values: [7] });
    expect(traces.paths[0]?.[0]?.at(-1)).toBe(7);
  });

  test("leaves chains without a report empty", () => {
    const traces = emptyTraces(1, 2, 3, 0);
    addReport(traces, { chain: 1, first: 0, thin: 1, values: [4, 5, 6] });
    expect(traces.paths[0]).toEqual([
      [null, null, null],
      [4, 5, 6],
    ]);
  });

  test("of kept draws takes chains of unequal length, as a stopped run leaves them", () => {
    const traces = tracesOfDraws([Float64Array.of(1, 2, 3), Float64Array.of(4)], 1);
    expect(traces.paths[0]).toEqual([
      [1, 2, 3],
      [4, null, null],
    ]);
  });

  test("is scaled to what follows the warmup, once there is something", () => {
    const traces = emptyTraces(1, 1, 4, 2);
    addReport(traces, { chain: 0, first: 0, thin: 1, values: [1000, 500] });
    expect(yRange(traceSpec(traces, 0, "Rate", ""))[1]).toBeGreaterThan(1000);
    addReport(traces, { chain: 0, first: 2, thin: 1, values: [1, 2] });
    expect(yRange(traceSpec(traces, 0, "Rate", ""))[1]).toBeLessThan(3);
  });
});
