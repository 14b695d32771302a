// The way out of a stiff run: the same program placed a second time, for the stiff method.

import { STATUS_STIFF, STATUS_TOO_MANY_STEPS } from "../../assembly/layout.ts";
import type { Issue } from "../base/issue.ts";
import { formatNumber } from "../base/text.ts";
import type { Placed } from "../kernel/placed.ts";
import { hasStiffProgram, stiffProgram } from "../program/stiff.ts";

const twins = new WeakMap<Placed, Placed | null>();

/** The program placed for the stiff method, at its first use; undefined for a program that has none. */
export function stiffTwin(placed: Placed): Placed | undefined {
  let twin = twins.get(placed);
  if (twin === undefined) {
    const program = stiffProgram(placed.program);
    twin = program === undefined ? null : placed.kernel.place(program, 1);
    twins.set(placed, twin);
  }
  return twin ?? undefined;
}

/** Lets runs of a program that has such a twin end as soon as they turn out to be stiff, while `run` runs. */
export function watchStiffness(placed: Placed, run: () => void): void {
  placed.frame.watching = hasStiffProgram(placed.program);
  run();
  placed.frame.watching = false;
}

/** True where the latest run ended because its equations are stiff, or may be. */
export function endedStiff(placed: Placed): boolean {
  if (!hasStiffProgram(placed.program)) return false;
  const { status } = placed.frame.status(0);
  return status === STATUS_STIFF || status === STATUS_TOO_MANY_STEPS;
}

/** K109, right after a run that ended stiff. @param consequence  what follows, such as "this run was made with rodas5p" */
export function stiffNotice(placed: Placed, consequence: string): Issue {
  const { status, time } = placed.frame.status(0);
  const when = formatNumber(time);
  const found =
    status === STATUS_STIFF
      ? `the equations are stiff: from time ${when} on dopri5 would need an absurd number of steps`
      : `dopri5 ran out of steps at time ${when}`;
  return {
    code: "K109",
    severity: "notice",
    path: "integrator",
    message: `${found}; ${consequence}.`,
    advice:
      "Write `integrator: { method: rodas5p }` to ask for it, or look for a rate that is far larger than the others.",
  };
}
