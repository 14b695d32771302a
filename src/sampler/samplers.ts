// The samplers by name.

import type { SamplerName } from "../base/sampler-name.ts";
import { adaptiveMetropolis } from "./adaptive-metropolis.ts";
import { auto } from "./auto.ts";
import type { Sampler } from "./contract.ts";
import { deMcz } from "./de-mcz.ts";
import { imis } from "./imis.ts";
import { independence } from "./independence.ts";
import { nuts } from "./nuts.ts";

export const SAMPLERS: Readonly<Record<SamplerName, Sampler>> = {
  auto,
  adaptive_metropolis: adaptiveMetropolis,
  de_mcz: deMcz,
  nuts,
  imis,
  independence,
};
