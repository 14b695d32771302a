// What the lowering of a stochastic model adds to a program.

import { describe, expect, test } from "vitest";
import { listing } from "../../src/program/listing.ts";
import { leaps, stochasticSir } from "../support/leaps.ts";
import { grid, modelOf, moved } from "../support/models.ts";
import { lowered } from "../support/run.ts";

/** Lines of the leap section, slots without names as `s`. */
function leapLines(model: Parameters<typeof lowered>[0]): string[] {
  const text = listing(lowered(model));
  const [, rest = ""] = text.split("leap: who leaves and who enters, at random\n");
  const [section = ""] = rest.split("\n\n");
  return section.split("\n").map((line) =>
    line
      .trim()
      .replaceAll(/\bs\d+\b/g, "s")
      .replaceAll(/ +/g, " "),
  );
}

describe("a stochastic program", () => {
  test("holds the flows one by one by their source, then the entries, then what is counted", () => {
    const model = modelOf({
      integrator: leaps(),
      time: grid(1),
      initial: [10, 10, 0],
      flows: [
        { from: 1, to: 2, rate: 0.1 },
        { to: 0, rate: 3 },
        { from: 0, to: 1, rate: 0.2 },
        { from: 1, rate: 0.3 },
        { from: 1, to: 0, rate: 4, absolute: true },
      ],
      outputs: [moved("count", 1, 3)],
    });
    // Dest, coefficient, factor, number of persons, absolute, number of the flow.
    expect(leapLines(model)).toEqual([
      "leave a (b · 0.2 · 1 · s · 0 · 2)",
      "leave b (c · 0.1 · 1 · s · 0 · 0) (outside · 0.3 · 1 · s · 0 · 3) (a · 4 · 1 · s · 1 · 4)",
      "enter a 3 s 1",
      "tally moved.0 (s) (s)",
    ]);
  });

  test("keeps the derivative of its mean field beside the leaps, and others have no leaps", () => {
    const text = listing(lowered(stochasticSir()));
    expect(text).toContain("tau-leap, 4 steps between output times");
    expect(text).toContain("flow: the derivative");
    expect(leapLines(stochasticSir({ integrator: { method: "rk4", substeps: 2 } }))).toEqual([""]);
  });
});
