// Chooses, before anything else is run, the one method for all runs of a program.

import { hasErrors, type Issue } from "../base/issue.ts";
import type { Placed } from "../kernel/placed.ts";
import { hasStiffProgram } from "../program/stiff.ts";
import { simulate } from "./simulate.ts";
import { endedStiff, stiffNotice, stiffTwin } from "./stiff.ts";

/**
 * Runs a program with dopri5 once, at the document's values. Where that turns out to be stiff and rodas5p can do it, the
 * answer is the program placed for rodas5p: a calibration must not change its method between two draws.
 */
export function chooseMethod(placed: Placed): { readonly placed: Placed; readonly issues: readonly Issue[] } {
  if (!hasStiffProgram(placed.program)) return { placed, issues: [] };
  const { issues } = simulate(
    placed,
    placed.program.model.parameters.map(({ value }) => value),
  );
  const twin = endedStiff(placed) && !hasErrors(issues) ? stiffTwin(placed) : undefined;
  if (twin === undefined) return { placed, issues: [] };
  return { placed: twin, issues: [stiffNotice(placed, "all runs, a calibration's included, use rodas5p instead")] };
}
