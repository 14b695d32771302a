// The one description of a document, version 1; its words are the editor's help.
import { z } from "zod";
import { Compartments, Flow, Infectious, Initial, Output, Parameter, Quantity, Series } from "./schema-model.ts";
import { Calibration, Prior } from "./schema-calibration.ts";
import { Matrix, Stratify, Table } from "./schema-strata.ts";
import { Target } from "./schema-target.ts";
import { named, Note, Positive, Source, TimePoint, Title, whole } from "./schema-parts.ts";

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
    show_from: TimePoint.optional().describe("Charts begin here at first, where the run begins long before the data."),
  })
  .describe("When the run begins and ends, and at which times results are kept.");

const Integrator = z
  .strictObject({
    method: z
      .enum(["dopri5", "rodas5p", "rk4", "euler", "tau-leap"])
      .default("dopri5")
      .describe(
        "dopri5 chooses its steps to meet a tolerance; rodas5p as well, for stiff models, in which some rates are far " +
          "faster than others; rk4 and euler take fixed ones; tau-leap draws whole persons at random, in fixed steps.",
      ),
    step: Positive.optional().describe(
      "rk4, euler and tau-leap: length of a step. It divides time.step. A random step wants to be short beside 1 / rate.",
    ),
    replicates: whole(1, 100_000).optional().describe("tau-leap: random runs that make a fan, 100 by default."),
    seed: whole(0, 4_294_967_295)
      .optional()
      .describe("tau-leap: start of the random numbers, 1 by default; the same seed gives the same runs."),
    rtol: Positive.max(0.1).optional().describe("dopri5 and rodas5p: relative tolerance of a step, 1e-6 by default."),
    atol: Positive.optional().describe(
      "dopri5 and rodas5p: absolute tolerance in persons, 1e-10 of the initial population by default.",
    ),
    max_steps: whole(1, 100_000_000)
      .optional()
      .describe("dopri5 and rodas5p: steps after which a run is given up, 100 000 by default."),
    dense: z
      .boolean()
      .optional()
      .describe(
        "dopri5 and rodas5p: false lets steps end at each output time instead of interpolating; so does an rtol below 1e-9.",
      ),
  })
  .describe("How the equations are solved. Without it: dopri5 with relative tolerance 1e-6.");

/** Sections of a scenario are read where it is laid over its document; here only that it is a map. */
const Scenario = z
  .looseObject({
    title: Title.optional(),
    note: Note.optional(),
    from: TimePoint.optional().describe("Time from which it differs; it continues the baseline. By default the start."),
    source: Source.optional(),
  })
  .describe("Sections such as parameters, series or flows that replace those of the document key by key.");

/** A document as written; defaults filled in. */
export const Content = z.strictObject({
  midsummer: z.literal(DOCUMENT_VERSION).describe("Version of the document language: 1."),
  extends: z
    .string()
    .optional()
    .describe("Path of a document that this one changes key by key, such as ../models/covid-19.yaml."),
  title: z.string().min(1).max(200).describe("What the model is called."),
  summary: z.string().max(1000).default("").describe("One sentence for the gallery."),
  time: Time,
  integrator: Integrator.prefault({}),
  parameters: named(Parameter).default({}).describe("Numbers that may be changed, each with unit and source."),
  series: named(Series).default({}).describe("Values that change over time, given at points."),
  tables: named(Table).default({}).describe("Values by stratum."),
  matrices: named(Matrix).default({}).describe("Mixing matrices, from which “mixing” is put together."),
  quantities: named(Quantity).default({}).describe("Named expressions. They may use each other in any order."),
  compartments: Compartments,
  initial: Initial,
  infectious: Infectious.default([]),
  flows: named(Flow).default({}).describe("How persons move between compartments."),
  stratify: Stratify.default([]),
  outputs: named(Output).default({}).describe("What is shown and compared with data. Without any: every compartment."),
  targets: named(Target).default({}).describe("Observations, and how they scatter around an output."),
  scenarios: named(Scenario)
    .default({})
    .describe("What could be otherwise: each a layer over the document, from a time on."),
  files: named(z.string()).optional().describe("Texts of files that the document carries with it, by their paths."),
  priors: named(Prior)
    .default({})
    .describe("What is known about parameters beforehand. Those that have a prior are calibrated."),
  calibration: Calibration.prefault({}),
});
export type Content = z.infer<typeof Content>;
