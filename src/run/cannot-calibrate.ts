// What keeps a document from being calibrated at all, by whatever sampler or optimiser.

import type { Answer } from "../base/issue.ts";
import type { Opened } from "./open.ts";

/** S102 (nothing to calibrate), S107 (random runs), or undefined. */
export function cannotCalibrate({ model }: Pick<Opened, "model">): Answer<never> | undefined {
  if (model.priors.length === 0) return NOTHING_TO_CALIBRATE;
  return model.integrator.method === "tau-leap" ? NO_LIKELIHOOD : undefined;
}

const NOTHING_TO_CALIBRATE: Answer<never> = {
  ok: false,
  issues: [
    {
      code: "S102",
      severity: "error",
      path: "priors",
      message: "no parameter has a prior, so there is nothing to calibrate.",
      advice: "Give at least one parameter a prior, such as `contact_rate: uniform(0, 5)` under `priors`.",
    },
  ],
};

const NO_LIKELIHOOD: Answer<never> = {
  ok: false,
  issues: [
    {
      code: "S107",
      severity: "error",
      path: "integrator.method",
      message: "a stochastic model has no likelihood that could be computed in one run: every run is another.",
      advice: "Calibrate with `integrator: { method: dopri5 }`, and take tau-leap for the runs at the fitted values.",
    },
  ],
};
