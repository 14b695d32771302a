// The case `path`: the whole way from a document to trajectories at 1000 vectors, beside the kernel alone.

import type { Kernel, Lanes, Placed } from "../src/kernel/placed.ts";
import type { Model } from "../src/model/model.ts";
import { lower } from "../src/program/lower.ts";
import { simulateMany, writeVectors } from "../src/trajectory/simulate.ts";
import { benchKernel } from "./bench-kernel.ts";
import type { Case } from "./case.ts";
import { readModel, refused, sourceOf } from "./document.ts";
import { microseconds } from "./measure.ts";
import { modelOf, readProblem } from "./problem.ts";
import type { Result } from "./result.ts";
import { figures, inTurns, type Turn } from "./turns.ts";

const RUNS = 1000;
const LANES: Lanes = 4;
const RK4 = { method: "rk4", substeps: 2 } as const;

const MODELS: readonly { readonly name: string; readonly model: () => Model }[] = [
  { name: "big", model: () => modelOf(readProblem("big"), RK4) },
  { name: "small", model: () => modelOf(readProblem("small"), RK4) },
  ...["italy-2020/covid-19", "models/seir"].map((name) => ({
    name,
    model: () => ({ ...readModel(sourceOf(`regions/${name}.yaml`)), integrator: RK4 }),
  })),
];

export const pathCase: Case = {
  name: "path",
  summary: "document to trajectories at 1000 parameter vectors, per run, beside the kernel alone",
  cores: "one",
  run: ({ rounds }) =>
    MODELS.map(({ name, model }): Result => {
      const times = inTurns([pathTurn(name, model)], rounds);
      const other = { name: "kernel", label: "kernel alone" };
      return { case: "path", what: name, lanes: LANES, ...figures(times, "path", other) };
    }),
};

/** Reading, lowering and placing once, then the runs; and the same runs by the kernel alone. */
function pathTurn(name: string, model: () => Model): Turn {
  const kernel = benchKernel();
  let placed = placeModel(kernel, model());
  const vectors = vectorsNear(placed.program.model);
  const alone = (): void => {
    for (let run = 0; run < RUNS; run += LANES) kernel.exports.simulate(placed.frame.address, LANES);
  };
  let last: readonly Float64Array[] = [];
  const whole = (): void => {
    placed = placeModel(kernel, model());
    last = simulateMany(placed, vectors).at(-1)?.outputs ?? [];
  };
  whole();
  alone();
  return () => {
    const path = microseconds(whole, 1) / 1000 / RUNS;
    const found = last.map((series) => series.at(-1));
    writeVectors(placed, vectors.slice(-LANES));
    const rest = microseconds(alone, 1) / 1000 / RUNS;
    const { trajectory } = placed.frame;
    const end = (output: number): number => (trajectory.length / LANES - found.length + output) * LANES + LANES - 1;
    if (!found.every((value, output) => value === trajectory[end(output)])) {
      throw new Error(`${name}: the path and the kernel alone end with different digits`);
    }
    return { path, kernel: rest };
  };
}

function placeModel(kernel: Kernel, model: Model): Placed {
  const program = lower(model);
  if (!program.ok) throw refused(program.issues);
  kernel.clear();
  return kernel.place(program.value, LANES);
}

/** Vectors near the document's values, all different. */
function vectorsNear({ parameters }: Model): Float64Array[] {
  return Array.from({ length: RUNS }, (_, run) =>
    Float64Array.from(parameters, ({ value }) => value * (1 + (0.01 * run) / RUNS)),
  );
}
