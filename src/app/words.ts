// Sentences about the present state of the workbench: what is old and why, what stands in the way, what is going on.
import type { ShownModel } from "../model/shown.ts";
import type { RunRecord } from "../store/record.ts";
import { formatNumber } from "../views/format.ts";
import { shareDone } from "../views/share-done.ts";
import type { Active } from "./active.ts";
import type { Finished } from "./runs.ts";
import type { Session } from "./session.ts";

/** Why a fit no longer belongs to what is on screen, or an empty text. */
export function staleReason({ good, text, values }: Session, record: RunRecord): string {
  if (!good) return "";
  if (record.document !== good.whole || text !== good.text) {
    return "The document changed; the fit below belongs to the text before. Calibrate again to bring it up to date.";
  }
  const moved = movedTitles(good.model, values);
  if (moved.length === 0) return "";
  return `${listed(moved)} changed; the fit below belongs to the document's values.`;
}

/** Why the curves on screen are not those of the present text, or an empty text. */
export function curveNote(session: Session): string {
  const { good, text, issues, runIssues, isLoading } = session;
  if (!good || isLoading) return "";
  const errors = issues.filter((issue) => issue.severity === "error").length;
  if (good.text !== text && errors > 0) {
    return "The document has errors; the curves below are those of the last text without any.";
  }
  if (runIssues.some((issue) => issue.severity === "error")) {
    return "The model did not run at these values; the curves below are the last ones that did.";
  }
  return "";
}

/** Why a calibration cannot start now, or an empty text. */
export function calibrationObstacle(session: Session, active: Active | null, path: string | null): string {
  const { good } = session;
  if (!good) return "The document has to run before it can be calibrated.";
  if (active && active.path !== path) return "Another document is being calibrated; wait for it or stop it there.";
  if (good.model.priors.length === 0) {
    return "This document has no priors. Give the parameters to be estimated a line each under “priors:”.";
  }
  if (good.model.targets.length === 0) return "This document has no targets: data that the model should fit.";
  if (!session.isCurrent) return "The document has changed: it can be calibrated once it has no errors.";
  return "";
}

export function calibrationNote({ good, values }: Session): string {
  if (!good) return "";
  return movedTitles(good.model, values).length > 0
    ? "Takes the document's values, not the sliders'."
    : "The same seed gives the same digits on every machine.";
}

/** For screen readers, in quarters: a voice that reads every per cent is of no use. */
export function statusWords(active: Active | null, finished: Finished | undefined, path: string | null): string {
  if (active && active.path === path) {
    const quarter = Math.floor(shareDone(active.chains) * 4) * 25;
    return quarter === 0 ? "Calibrating." : `Calibrating, ${quarter} per cent done.`;
  }
  return finished ? `${finished.record.diagnosis.verdict} ${finished.saved.words}` : "";
}

function movedTitles(model: ShownModel, values: Float64Array): string[] {
  return model.parameters.filter((parameter, index) => values[index] !== parameter.value).map(({ title }) => title);
}

/** `Contact rate`, `Contact rate and recovery rate`, `Contact rate and 3 others`. */
function listed(titles: readonly string[]): string {
  const [first = "", second = ""] = titles;
  if (titles.length === 1) return first;
  if (titles.length === 2) return `${first} and ${second.charAt(0).toLowerCase()}${second.slice(1)}`;
  return `${first} and ${formatNumber(titles.length - 1)} others`;
}
