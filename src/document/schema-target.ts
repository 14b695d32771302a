// The schema of a target: observations of one output, from lists or a file, and how they scatter around it.
import { z } from "zod";
import { MovingAverage, Note, Source, TimePoint, Title, wanted, whole } from "./schema-parts.ts";

const PerPoint = z
  .union(
    [z.number(), z.string(), z.array(z.number())],
    wanted("a number, an expression of parameters, or a list of numbers"),
  )
  .describe("A number or an expression of parameters, or a list with one number for each value.");

const column = (of: string): z.ZodOptional<z.ZodString> =>
  z.string().optional().describe(`Column of ${of}, one for each value.`);

const Data = z
  .strictObject({
    file: z.string().min(1).max(500).describe("CSV file beside the document."),
    times: z.string().optional().describe("Column of the times, numbers or dates. By default the first."),
    column: z
      .string()
      .optional()
      .describe("Column of the observations. By default the second; empty cells are missing."),
    weights: column("the weights"),
    sd: column("the standard deviations"),
    dispersion: column("the dispersions"),
    size: column("the numbers tested"),
    concentration: column("the concentrations"),
    alpha: column("the alphas"),
    beta: column("the betas"),
  })
  .describe("Observations from a file, instead of times and values.");

const Period = z.union(
  [z.enum(["iso_week", "mmwr_week", "month", "year"]), z.number().positive()],
  wanted("iso_week (from Monday), mmwr_week (from Sunday), month, year, or a length in the document's time unit"),
);

const Aggregate = z
  .union(
    [
      Period,
      z.strictObject({
        over: Period.describe("The period that each observation is of."),
        statistic: z
          .enum(["sum", "mean"])
          .optional()
          .describe("What becomes of the output over the period. By default the sum of counts, the mean of all else."),
      }),
    ],
    wanted("a period such as iso_week or month, or a map such as { over: month, statistic: mean }"),
  )
  .describe(
    "Each observation is of a whole period, which its time names: 2021-W05, 2021-03, 2021, or any date within it; " +
      "a period that is given as a length begins at the time.",
  );

export const LIKELIHOODS = [
  "normal",
  "truncated_normal",
  "lognormal",
  "poisson",
  "negative_binomial",
  "binomial",
  "beta_binomial",
  "beta",
] as const;

export const Target = z
  .strictObject({
    output: z
      .string()
      .optional()
      .describe("Output that the values are observations of. By default the name of the target."),
    times: z.array(TimePoint).min(1).optional().describe("Times of the observations, each an output time of the run."),
    values: z
      .array(z.union([z.number(), z.null()], wanted("a number, or null where the observation is missing")))
      .min(1)
      .optional()
      .describe("The observations; null for one that is missing."),
    data: Data.optional(),
    moving_average: MovingAverage.optional().describe(
      "Mean of each observation and those before it (fewer at the start), before any are left out.",
    ),
    from: TimePoint.optional().describe("Observations before this time are left out."),
    to: TimePoint.optional().describe("Observations after this time are left out."),
    every: whole(1, 100_000).optional().describe("7: every seventh observation, from the first that is left."),
    aggregate: Aggregate.optional(),
    likelihood: z.enum(LIKELIHOODS).describe("How observations scatter around the model's output."),
    sd: PerPoint.optional().describe(
      "normal, truncated_normal: standard deviation. lognormal: standard deviation of the logarithm.",
    ),
    dispersion: PerPoint.optional().describe("negative_binomial: variance = mean + mean² / dispersion."),
    size: PerPoint.optional().describe(
      "binomial, beta_binomial: number tested; the output is then the share that is positive.",
    ),
    concentration: PerPoint.optional().describe(
      "beta, beta_binomial: alpha + beta of the share; its variance is m (1 − m) / (concentration + 1) for a mean m.",
    ),
    lower: z.number().optional().describe("truncated_normal: no observation lies below."),
    upper: z.number().optional().describe("truncated_normal: no observation lies above."),
    alpha: PerPoint.optional().describe(
      "beta, with “beta”: the output itself has this distribution, as from a survey.",
    ),
    beta: PerPoint.optional().describe("beta, with “alpha”: such as negative tests plus one."),
    weight: z.number().optional().describe("Factor of the target's log likelihood, 1 by default."),
    weights: z.array(z.number()).min(1).optional().describe("Factors of the observations' log likelihoods."),
    over_points: z
      .enum(["sum", "mean"])
      .default("sum")
      .describe(
        "sum: the log likelihood. mean: it is divided by the number of observations (or the sum of their weights), as " +
          "estival does; results are then called so, for their intervals are wider than the data support.",
      ),
    title: Title.optional(),
    note: Note.optional(),
    source: Source.optional(),
  })
  .describe("Observations of one output.");
