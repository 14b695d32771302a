// The stiff method on a program: which programs it takes, and the same program with it in place of the explicit pair.

import { DENSE_COMPARTMENTS, HEADER_DIGEST, HEADER_METHOD, METHOD_RODAS5P } from "../../assembly/layout.ts";
import type { Issue } from "../base/issue.ts";
import type { Model } from "../model/model.ts";
import { digestWords } from "./digest.ts";
import { DIGESTED_FROM, type Program } from "./program.ts";

/** K108 for a model that asks for the stiff method and has more compartments than its dense matrix holds. */
export function stiffIssues({ compartments, integrator }: Model): Issue[] {
  if (integrator.method !== "rodas5p" || compartments.length <= DENSE_COMPARTMENTS) return [];
  return [
    {
      code: "K108",
      severity: "error",
      path: "integrator.method",
      message: `the model has ${compartments.length} compartments, too many for rodas5p: its dense matrix takes up to ${DENSE_COMPARTMENTS}.`,
      advice: "Use `integrator: { method: dopri5 }` or rk4, or leave out a stratification.",
    },
  ];
}

/** True for a program with dopri5 that rodas5p takes as well. */
export function hasStiffProgram({ model }: Program): boolean {
  return model.integrator.method === "dopri5" && model.compartments.length <= DENSE_COMPARTMENTS;
}

/** The program of a model with dopri5, for rodas5p; undefined for other methods and for too many compartments. */
export function stiffProgram(program: Program): Program | undefined {
  const { integrator } = program.model;
  if (integrator.method !== "dopri5" || !hasStiffProgram(program)) return undefined;
  // Both choose their steps and stop at the same times, so the header's method is all that differs.
  const buffer = program.buffer.slice(0);
  const words = new Int32Array(buffer);
  words[HEADER_METHOD] = METHOD_RODAS5P;
  const digest = digestWords(new Uint8Array(buffer, DIGESTED_FROM));
  words.set(digest.words, HEADER_DIGEST);
  const model: Model = { ...program.model, integrator: { ...integrator, method: "rodas5p" } };
  return { ...program, buffer, digest: digest.text, model };
}
