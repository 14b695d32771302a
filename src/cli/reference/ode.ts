// Checks the adaptive integrators against solutions of differential equations; format in test/reference/ode.

import { issueText } from "../../base/issue.ts";
import type { Kernel } from "../../kernel/placed.ts";
import { openDocument } from "../../run/open.ts";
import { simulate } from "../../trajectory/simulate.ts";
import { checkFiles } from "./folder.ts";
import { odeDocument, type OdeProblem } from "./ode-document.ts";
import { worstOf, type ReferenceRow } from "./row.ts";

interface OdeFile extends OdeProblem {
  readonly times: readonly number[];
  /** [time][state] */
  readonly solution: readonly (readonly number[])[];
  readonly max_relative_disagreement_between_two_methods_per_time: readonly number[];
}

/** Ten times the distance of the two methods that made the reference is allowed. */
const ALLOWANCE = 10;
/** Smallest error that is asked for: rounding alone, over the thousands of steps of a run, comes near it. */
const FLOOR = 1e-13;

export function checkOde(folder: string, kernel: Kernel): Promise<ReferenceRow[]> {
  return checkFiles(folder, (content, file) => {
    // A file in another form fails with the name of the field that is missing.
    const problem = content as OdeFile;
    const errors = problem.times.map((time, position) => {
      const expected = problem.solution[position] ?? [];
      const disagreement = problem.max_relative_disagreement_between_two_methods_per_time[position] ?? NaN;
      return {
        worst: largestError(solve(problem, time, kernel), expected),
        limit: Math.max(ALLOWANCE * disagreement, FLOOR),
        note: `t = ${time}`,
      };
    });
    return { file, ...worstOf(errors) };
  });
}

/** The states at a time, by the whole line from a document's text to a trajectory, from the start for each time. */
function solve(problem: OdeFile, time: number, kernel: Kernel): number[] {
  if (time === problem.t0) return Object.values(problem.initial);
  const { text, shifts } = odeDocument(problem, time);
  const opened = openDocument(text, kernel);
  if (!opened.ok) throw new Error(opened.issues.map((issue) => issueText(issue)).join("\n"));
  const { model, placed } = opened.value;
  const values = Float64Array.from(model.parameters, (parameter) => parameter.value);
  const { outputs } = simulate(placed, values);
  return outputs.map((output, state) => (output.at(-1) ?? NaN) - (shifts[state] ?? 0));
}

/** The largest relative error over the states; absolute for one that is zero. */
function largestError(found: readonly number[], expected: readonly number[]): number {
  const errors = expected.map((value, state) => {
    const difference = Math.abs((found[state] ?? NaN) - value);
    return value === 0 ? difference : difference / Math.abs(value);
  });
  return errors.some(Number.isNaN) ? NaN : Math.max(...errors);
}
