// The one description of a document, version 1; its words are the editor's help.
import { z } from "zod";
import { Compartments, Flow, Infectious, Initial, Output, Parameter, Quantity, Series } from "./schema-model.ts";
import { Calibration, Prior, Target } from "./schema-calibration.ts";
import { named, Positive, TimePoint, whole } from "./schema-parts.ts";

/** Number that the key `midsummer` must have. */
export const DOCUMENT_VERSION = 1;

const Time = z
  .strictObject({
    unit: z.enum(["day", "week", "year"]).describe("What one unit of time is. Rates are per this unit."),
    start: TimePoint.describe("Time at which the initial sizes hold: a number, or a date."),
    end: TimePoint.describe("Last time of the run."),
    step: Positive.default(1).describe("From one output time to the next. It divides the span from start to end."),
    epoch: z
      .string()
      .optional()
      .describe("Date of time 0, such as 1978-01-21. Without it, a start that is a date is time 0."),
  })
  .describe("When the run begins and ends, and at which times results are kept.");

const Integrator = z
  .strictObject({
    method: z
      .enum(["dopri5", "rk4", "euler"])
      .default("dopri5")
      .describe("dopri5 chooses its steps to meet a tolerance; rk4 and euler take fixed ones."),
    step: Positive.optional().describe("rk4 and euler: length of a step. It divides time.step."),
    rtol: Positive.max(0.1).optional().describe("dopri5: relative tolerance of a step, 1e-6 by default."),
    atol: Positive.optional().describe(
      "dopri5: absolute tolerance in persons, 1e-10 of the initial population by default.",
    ),
    max_steps: whole(1, 100_000_000)
      .optional()
      .describe("dopri5: steps after which a run is given up, 100 000 by default."),
    dense: z
      .boolean()
      .optional()
      .describe(
        "dopri5: false lets steps end at each output time instead of interpolating; so does an rtol below 1e-9.",
      ),
  })
  .describe("How the equations are solved. Without it: dopri5 with relative tolerance 1e-6.");

/** A document as written; defaults filled in. */
export const Content = z.strictObject({
  midsummer: z.literal(DOCUMENT_VERSION).describe("Version of the document language: 1."),
  title: z.string().min(1).max(200).describe("What the model is called."),
  summary: z.string().max(1000).default("").describe("One sentence for the gallery."),
  time: Time,
  integrator: Integrator.prefault({}),
  parameters: named(Parameter).default({}).describe("Numbers that may be changed, each with unit and source."),
  series: named(Series).default({}).describe("Values that change over time, given at points."),
  quantities: named(Quantity).default({}).describe("Named expressions. They may use each other in any order."),
  compartments: Compartments,
  initial: Initial,
  infectious: Infectious.default([]),
  flows: named(Flow).default({}).describe("How persons move between compartments."),
  outputs: named(Output).default({}).describe("What is shown and compared with data. Without any: every compartment."),
  targets: named(Target).default({}).describe("Observations, and how they scatter around an output."),
  priors: named(Prior)
    .default({})
    .describe("What is known about parameters beforehand. Those that have a prior are calibrated."),
  calibration: Calibration.prefault({}),
});
export type Content = z.infer<typeof Content>;
