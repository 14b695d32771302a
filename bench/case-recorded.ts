// The case `recorded`: the large COVID-19 model and the tuberculosis model of 200 years that summer recorded, beside big.

import { readFileSync } from "node:fs";
import { evaluate } from "../src/model/formula.ts";
import type { Integrator } from "../src/model/model.ts";
import type { Placed } from "../src/kernel/placed.ts";
import type { SummerFile } from "../src/cli/reference/summer/format.ts";
import { replay } from "../src/cli/reference/summer/replay.ts";
import { finished, modelOf } from "../src/cli/reference/summer/run.ts";
import { benchKernel, lowered } from "./bench-kernel.ts";
import type { Case } from "./case.ts";
import { microseconds } from "./measure.ts";
import type { Result } from "./result.ts";
import { figures, inTurns, type Turn } from "./turns.ts";
import { bigTurn, size, YARDSTICK } from "./yardstick.ts";

/** Steps of RK4 in one unit of time: half a day for COVID-19, a sixteenth of a year for tuberculosis. */
const MODELS = [
  { name: "large_covid", substeps: 2 },
  { name: "tb_200_years", substeps: 16 },
] as const;
const LANES = [1, 4] as const;
/** Of a compartment at a recorded time, as a share of all persons: what a person would see in three digits. */
const LARGEST_ERROR = 1e-5;

export const recordedCase: Case = {
  name: "recorded",
  summary:
    "one run of the large COVID-19 and the 200-year tuberculosis model of summer, every compartment at every time",
  cores: "one",
  run: ({ rounds }) => MODELS.flatMap(({ name, substeps }) => measure(name, substeps, rounds)),
};

function measure(name: string, substeps: number, rounds: number): Result[] {
  const file = recorded(name);
  const runs = LANES.map((lanes) => placeRecorded(file, { method: "rk4", substeps }, lanes));
  const turns = runs.map(({ placed, check }): Turn => {
    const { lanes } = placed;
    const run = (): void => placed.kernel.exports.simulate(placed.frame.address, lanes);
    for (let call = 0; call < 4; call += 1) run();
    return () => {
      const time = microseconds(run, 100) / 1000 / lanes;
      check();
      return { [`${lanes}`]: time };
    };
  });
  const times = inTurns([bigTurn(), ...turns], rounds);
  return runs.map(({ placed }): Result => {
    const { lanes } = placed;
    const against = { name: "big", label: YARDSTICK };
    return { case: name, what: "run", lanes, ...figures(times, `${lanes}`, against, size(placed)) };
  });
}

/** The recorded calls, replayed and placed; `check` compares the latest run with the recorded solution. */
function placeRecorded(file: SummerFile, integrator: Integrator, lanes: 1 | 4): { placed: Placed; check: () => void } {
  const replayed = replay(file.calls);
  const parts = finished(replayed);
  const { model } = modelOf(replayed, parts, { integrator, stops: file.breakpoints ?? [] });
  const placed = benchKernel().place(lowered(model), lanes);
  const total = parts.initial.reduce((sum, formula) => sum + (evaluate(formula, []) ?? NaN), 0);
  const check = (): void => {
    const { trajectory } = placed.frame;
    const width = model.outputs.length * lanes;
    file.outputs?.forEach((row, position) => {
      const time = file.time_indices?.[position] ?? position;
      row.forEach((expected, compartment) => {
        const found = trajectory[time * width + compartment * lanes + lanes - 1] ?? NaN;
        if (Math.abs(found - expected) <= LARGEST_ERROR * total) return;
        throw new Error(`compartment ${compartment} at time ${time} is ${found}, not ${expected}`);
      });
    });
  };
  return { placed, check };
}

function recorded(name: string): SummerFile {
  // The file's form is described in its folder's README.md.
  const path = new URL(`../test/reference/summer/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")) as SummerFile;
}
