// All cases, in the order in which they run.

import type { Case } from "./case.ts";
import { coldStartCase } from "./case-cold-start.ts";
import { ensembleCase } from "./case-ensemble.ts";
import { gradientCase } from "./case-gradient.ts";
import { inferenceCase } from "./case-inference.ts";
import { limitCase } from "./case-limit.ts";
import { memoryCase } from "./case-memory.ts";
import { pathCase } from "./case-path.ts";
import { recordedCase } from "./case-recorded.ts";
import { regionsCase } from "./case-regions.ts";
import { sliderCase } from "./case-slider.ts";
import { workersCase } from "./case-workers.ts";

export const CASES: readonly Case[] = [
  limitCase,
  recordedCase,
  regionsCase,
  pathCase,
  gradientCase,
  inferenceCase,
  ensembleCase,
  workersCase,
  memoryCase,
  coldStartCase,
  sliderCase,
];
