// Replays recorded models of the Python library summer and compares the results; format in test/reference/summer.

import type { Kernel } from "../../../kernel/placed.ts";
import { checkFiles } from "../folder.ts";
import { worstOf, type ReferenceRow } from "../row.ts";
import { checkCalibration, type CalibrationFile } from "./calibration.ts";
import { checkSummerFile } from "./check.ts";
import type { SummerFile } from "./format.ts";

export function checkSummer(folder: string, kernel: Kernel): Promise<ReferenceRow[]> {
  return checkFiles(folder, (content, file) => {
    if (isCalibration(content)) return { file, ...worstOf(checkCalibration(content, kernel)) };
    const other = reasonToSkip(content);
    if (other !== undefined) return { file, worst: NaN, limit: NaN, skipped: other };
    // A file in another form fails with the name of the field that is missing.
    return { file, ...worstOf(checkSummerFile(content as SummerFile, kernel)) };
  });
}

function reasonToSkip(content: unknown): string | undefined {
  if (typeof content !== "object" || content === null || "calls" in content) return undefined;
  return "models" in content ? "stochastic models: see the kind stochastic" : undefined;
}

/** Priors and targets, not a model. */
function isCalibration(content: unknown): content is CalibrationFile {
  return typeof content === "object" && content !== null && "priors" in content && "targets" in content;
}
