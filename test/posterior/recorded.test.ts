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

  test("has the recorded slopes at the posterior mean", () => {
    const [point] = points;
    if (point === undefined) throw new Error("there is no recorded point");
    const at = density.names.map((each) => point.theta[each] ?? NaN);
    density.names.forEach((each, index) => {
      const step = 1e-4 * Math.abs(at[index] ?? NaN);
      const along = (move: number): number => {
        const terms = density.terms(at.with(index, (at[index] ?? NaN) + move));
        return terms.logPrior + terms.logLikelihood;
      };
      const slope = (8 * (along(step) - along(-step)) - (along(2 * step) - along(-2 * step))) / (12 * step);
      const recorded = point.gradient_wrt_theta[each] ?? NaN;
      // Differences of fourth order: (1e-4)⁴ of the fifth derivative is nothing; 1e-9 of rounding over the step is left.
      expect(Math.abs(slope - recorded)).toBeLessThan(1e-5 * Math.abs(recorded) + 1e-8 / step);
    });
  });
});
