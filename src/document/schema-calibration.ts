// The sections of a document that calibrate the model beside targets: priors, and how draws are made.
import { z } from "zod";
import { SAMPLER_NAMES } from "../base/sampler-name.ts";
import { whole } from "./schema-parts.ts";

export const Prior = z
  .string()
  .describe(
    "A distribution, such as uniform(0, 1), truncated_normal(2, 1, 0, inf) or lognormal(median=8, sd=0.6); or one fitted " +
      "to a mean or mode and an interval, beta(mean=0.3, interval=[0.1, 0.5]). Arguments that are no bounds may use other " +
      "parameters: normal(common_mean, common_sd).",
  );

export const Calibration = z
  .strictObject({
    sampler: z
      .enum(SAMPLER_NAMES)
      .default("auto")
      .describe(
        "How draws are made. auto tries importance sampling and takes what suits the model; the verdict says why.",
      ),
    chains: whole(1, 64).default(4).describe("Chains that run side by side. Four or more show whether they agree."),
    warmup: whole(0, 10_000_000).default(1000).describe("Iterations of each chain that only tune the sampler."),
    draws: whole(1, 10_000_000).default(2000).describe("Iterations of each chain that are kept."),
    seed: whole(0, 4_294_967_295)
      .default(1)
      .describe("Start of the random numbers: the same seed gives the same draws."),
  })
  .describe("Settings with which a calibration starts unless told otherwise.");
