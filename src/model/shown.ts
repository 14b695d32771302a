// What a page shows of a model.

import type { Model } from "./model.ts";

/**
 * A model without its compartments, their first sizes, and what moves between them: of a large one they are all but a
 * twentieth, and to read them in takes longer than a frame.
 */
export type ShownModel = Omit<Model, "compartments" | "initial" | "flows" | "forces">;

export function shownOf(model: Model): ShownModel {
  const { compartments: _c, initial: _i, flows: _f, forces: _r, ...shown } = model;
  return shown;
}
