// The sections of a document that calibrate the model: targets, priors, and how draws are made.
import { z } from "zod";
import { SAMPLER_NAMES } from "../base/sampler-name.ts";
import { Note, Source, TimePoint, Title, wanted, whole } from "./schema-parts.ts";

const PerPoint = z
  .union(
    [z.number(), z.string(), z.array(z.number())],
    wanted("a number, an expression of parameters, or a list of numbers"),
  )
  .describe("A number or an expression of parameters, or a list with one number for each value.");

export const Target = z
  .strictObject({
    output: z
      .string()
      .optional()
      .describe("Output that the values are observations of. By default the name of the target."),
    times: z.array(TimePoint).min(1).describe("Times of the observations, each an output time of the run."),
    values: z
      .array(z.union([z.number(), z.null()], wanted("a number, or null where the observation is missing")))
      .min(1)
      .describe("The observations; null for one that is missing."),
    likelihood: z
      .enum(["normal", "lognormal", "poisson", "negative_binomial", "binomial"])
      .describe("How observations scatter around the model's output."),
    sd: PerPoint.optional().describe("normal: standard deviation. lognormal: standard deviation of the logarithm."),
    dispersion: PerPoint.optional().describe("negative_binomial: variance = mean + mean² / dispersion."),
    size: PerPoint.optional().describe("binomial: number tested; the output is then the share that is positive."),
    title: Title.optional(),
    note: Note.optional(),
    source: Source.optional(),
  })
  .describe("Observations of one output.");

export const Prior = z
  .string()
  .describe("A distribution, such as uniform(0, 1), truncated_normal(2, 1, 0, inf) or lognormal(median=8, sd=0.6).");

export const Calibration = z
  .strictObject({
    sampler: z.enum(SAMPLER_NAMES).default("adaptive_metropolis").describe("How draws are made."),
    chains: whole(1, 64).default(4).describe("Chains that run side by side. Four or more show whether they agree."),
    warmup: whole(0, 10_000_000).default(1000).describe("Iterations of each chain that only tune the sampler."),
    draws: whole(1, 10_000_000).default(2000).describe("Iterations of each chain that are kept."),
    seed: whole(0, 4_294_967_295)
      .default(1)
      .describe("Start of the random numbers: the same seed gives the same draws."),
  })
  .describe("Settings with which a calibration starts unless told otherwise.");
