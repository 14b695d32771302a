// The kernel as it was built, and programs for it: what all cases begin with.

import { readFileSync } from "node:fs";
import { instantiate } from "../src/kernel/kernel.ts";
import type { Kernel } from "../src/kernel/placed.ts";
import type { Model } from "../src/model/model.ts";
import { lower } from "../src/program/lower.ts";
import type { Program } from "../src/program/program.ts";

const compiled = new WebAssembly.Module(readFileSync(new URL("../build/kernel.wasm", import.meta.url)));

/** A kernel with a memory of its own. */
export function benchKernel(): Kernel {
  return instantiate(compiled);
}

/** Errors: an Error for a model that is refused. */
export function lowered(model: Model): Program {
  const answer = lower(model);
  if (!answer.ok) throw new Error(`the model was not lowered: ${JSON.stringify(answer.issues)}`);
  return answer.value;
}
