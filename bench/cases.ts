// All cases, in the order in which they run.

import type { Case } from "./case.ts";
import { inferenceCase } from "./case-inference.ts";
import { limitCase } from "./case-limit.ts";

export const CASES: readonly Case[] = [limitCase, inferenceCase];
