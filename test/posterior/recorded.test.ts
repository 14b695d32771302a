// The log density of the recorded calibration problems is the one in their files, at every recorded point.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { posterior, type Posterior } from "../../src/posterior/posterior.ts";
import { modelOf } from "../support/document.ts";
import { TIGHT } from "../support/models.ts";
import { placed } from "../support/run.ts";

/** The part of a recorded problem that is used here; see test/reference/posteriors/README.md. */
interface Problem {
  readonly log_posterior_at: readonly {
    readonly label: string;
    readonly theta: Readonly<Record<string, number>>;
    readonly log_prior: number;
    readonly log_likelihood: number;
    readonly gradient_wrt_theta: Readonly<Record<string, number>>;
  }[];
}

const folder = "test/reference/posteriors";

/** The posterior of the document, integrated as tightly as the recorded numbers were. */
function tight(name: string): Posterior {
  const model = modelOf(readFileSync(`${folder}/${name}.yaml`, "utf8"));
  return posterior(placed({ ...model, integrator: TIGHT }));
}

describe.each(["boarding_school_sir", "seir_switch_weekly", "tb_like_longrun"])("%s", (name) => {
  const { log_posterior_at: points } = JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8")) as Problem; // as its README says
  const density = tight(name);

  test.each(points)(
    "has the recorded log prior and log likelihood at $label",
    ({ theta, log_prior, log_likelihood }) => {
      const terms = density.terms(density.names.map((each) => theta[each] ?? NaN));
      // Twelve digits are recorded, from an integration at 1e-11; ours is tighter.
      expect(Math.abs(terms.logPrior - log_prior)).toBeLessThan(1e-8);
      expect(Math.abs(terms.logLikelihood - log_likelihood)).toBeLessThan(1e-6);
    },
  );

  test.each(points)("has the recorded slopes at $label", ({ theta, gradient_wrt_theta: recorded }) => {
    const found = density.naturalGradient?.(density.names.map((each) => theta[each] ?? NaN));
    const largest = Math.max(1, ...Object.values(recorded).map(Math.abs));
    density.names.forEach((each, index) => {
      // The recorded ones are extrapolated differences of a solution at 1e-11, which moves the log density by 1e-9 over steps
      // of 1e-3: a millionth of the largest slope. (Ours agree with differences of our own to 1e-8.)
      expect(Math.abs((found?.[index] ?? NaN) - (recorded[each] ?? NaN))).toBeLessThan(1e-6 * largest);
    });
  });
});
