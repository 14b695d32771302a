// The case `gradient`: the gradient of a log posterior beside one run with its log density, in turns on one core.

import { readFileSync } from "node:fs";
import { placeGradient } from "../src/kernel/place-adjoint.ts";
import type { Model, Prior, Target } from "../src/model/model.ts";
import { posterior } from "../src/posterior/posterior.ts";
import { openDocument } from "../src/run/open.ts";
import { benchKernel, lowered } from "./bench-kernel.ts";
import type { Case } from "./case.ts";
import { microseconds } from "./measure.ts";
import { modelOf, readProblem } from "./problem.ts";
import type { Result } from "./result.ts";
import { figures, inTurns } from "./turns.ts";

export const gradientCase: Case = {
  name: "gradient",
  summary: "the gradient of a log posterior beside one run of the model",
  cores: "one",
  run: ({ rounds }) => [measure("big", big(), rounds), measure("tb_like_longrun", tuberculosis(), rounds)],
};

/** big, with all parameters calibrated to weekly values of all outputs. */
function big(): Model {
  const model = modelOf(readProblem("big"), { method: "rk4", substeps: 2 });
  const weeks = Array.from({ length: 52 }, (_, week) => 7 * (week + 1));
  const priors = model.parameters.map((_, parameter): Prior => ({
    parameter,
    family: "lognormal",
    arguments: [-2, 1],
    lower: 0,
    upper: Infinity,
  }));
  const targets = model.outputs.map(({ name }, output): Target => ({
    name,
    title: name,
    output,
    timeIndices: weeks,
    values: weeks.map(() => 1000),
    likelihood: "normal",
    argument: { kind: "constant", value: 100 },
  }));
  return { ...model, priors, targets };
}

function tuberculosis(): Model {
  const text = readFileSync(new URL("../test/reference/posteriors/tb_like_longrun.yaml", import.meta.url), "utf8");
  const opened = openDocument(text, benchKernel());
  if (!opened.ok) throw new Error(`the document was refused: ${JSON.stringify(opened.issues)}`);
  return opened.value.model;
}

function measure(name: string, model: Model, rounds: number): Result {
  const placed = benchKernel().place(lowered(model), 1);
  const density = posterior(placed);
  const gradient = placeGradient(placed);
  const value = density.evaluate(density.start);
  const turns = [
    () => ({ run: microseconds(() => density.evaluate(density.start), 150) / 1000 }),
    () => ({ gradient: microseconds(() => gradient.evaluate(), 150) / 1000 }),
  ];
  inTurns(turns, 2);
  const times = inTurns(turns, rounds);
  const parts = placed.frame.logDensity.reduce((sum, part) => sum + part, 0);
  if (parts !== value || !gradient.gradient.every(Number.isFinite)) throw new Error(`${name} has a wrong gradient`);
  return { case: name, what: "gradient", lanes: 1, ...figures(times, "gradient", { name: "run", label: "one run" }) };
}
