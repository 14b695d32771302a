// All cases, in the order in which they run.

import type { Case } from "./case.ts";
import { coldStartCase } from "./case-cold-start.ts";
import { gradientCase } from "./case-gradient.ts";
import { inferenceCase } from "./case-inference.ts";
import { limitCase } from "./case-limit.ts";
import { pathCase } from "./case-path.ts";
import { regionsCase } from "./case-regions.ts";
import { sliderCase } from "./case-slider.ts";

export const CASES: readonly Case[] = [
  limitCase,
  regionsCase,
  pathCase,
  gradientCase,
  inferenceCase,
  coldStartCase,
  sliderCase,
];
