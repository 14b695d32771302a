// What big takes per compartment and right-hand side: the measure for models of other sizes.

import type { Placed } from "../src/kernel/placed.ts";
import { benchKernel, lowered } from "./bench-kernel.ts";
import { microseconds } from "./measure.ts";
import { modelOf, readProblem } from "./problem.ts";
import type { Turn } from "./turns.ts";

export const YARDSTICK = "big, per compartment and right-hand side";

/** One lane of big: a turn whose time, under the name `big`, is that of one right-hand side per compartment. */
export function bigTurn(): Turn {
  const program = lowered(modelOf(readProblem("big"), { method: "rk4", substeps: 2 }));
  const placed = benchKernel().place(program, 1);
  const run = (): void => placed.kernel.exports.simulate(placed.frame.address, 1);
  for (let call = 0; call < 30; call += 1) run();
  return () => ({ big: microseconds(run, 100) / 1000 / size(placed) });
}

/** Compartments × right-hand sides of the latest run. */
export function size({ program, frame }: Placed): number {
  return program.model.compartments.length * frame.cost.evaluations;
}
