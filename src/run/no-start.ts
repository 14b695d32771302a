// Why a chain cannot start: what stands in the way at the document's own values, by name.

import { parseDay } from "../base/day.ts";
import type { Issue } from "../base/issue.ts";
import { runIssues } from "../kernel/status.ts";
import { formatTime } from "../model/build-time.ts";
import { impossibleInWords, impossibleObservations } from "../posterior/observations.ts";
import type { Posterior } from "../posterior/posterior.ts";
import type { Opened } from "./open.ts";

/** The issue S101 of a sampler with the reason: a run that fails, an observation that cannot be, a prior of zero. */
export function explained(issue: Issue, opened: Opened, target: Posterior): Issue {
  target.evaluate(target.start);
  const reason = reasonAt(opened, target);
  if (issue.code !== "S101" || reason === undefined) return issue;
  return { ...issue, ...reason, message: `${issue.message} At the parameters' values ${reason.message}` };
}

function reasonAt({ placed, model }: Opened, target: Posterior): Pick<Issue, "path" | "message"> | undefined {
  const { failed, logPrior } = target.last;
  if (failed) {
    const failure = runIssues(placed, 0).find(({ severity }) => severity === "error");
    return failure && { path: failure.path, message: failure.message };
  }
  if (logPrior === -Infinity) return { path: "priors", message: "the prior density is zero." };
  const impossible = impossibleObservations(placed);
  const [first] = impossible;
  if (first === undefined) return undefined;
  const { unit, epoch } = model.time;
  const time = formatTime(first.time, { unit, epoch: epoch === undefined ? undefined : parseDay(epoch) });
  const others = impossible.length === 1 ? "." : `; so are ${impossible.length - 1} more observations.`;
  return {
    path: `targets.${model.targets[first.target]?.name ?? ""}`,
    message: `an observation is impossible: ${impossibleInWords(model, first, time)}${others}`,
  };
}
