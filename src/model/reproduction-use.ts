// Refuses outputs that are made of a reproduction number, which is known only after the run.
import { quote } from "../base/text.ts";
import type { Reporter } from "../document/document.ts";
import { visitParts } from "./formula.ts";
import type { Formula, Output } from "./model.ts";

export function reportReproductionUse(outputs: readonly Output[], report: Reporter): void {
  for (const output of outputs) {
    const used = sourcesOf(output).find((index) => outputs[index]?.kind === "reproduction");
    if (used === undefined) continue;
    const message = `The reproduction number ${quote(outputs[used]?.name ?? "")} is computed after the run, and no other output can use it.`;
    const advice = "Take this output away: the reproduction number itself is shown over time.";
    report.error("E264", `outputs.${output.family?.name ?? output.name}`, message, advice);
  }
}

function sourcesOf(output: Output): number[] {
  if ("of" in output) return "output" in output.of ? [output.of.output] : [];
  if (output.kind !== "formula") return [];
  const found: number[] = [];
  const note = (part: Formula): void => {
    if (part.kind === "output") found.push(part.output);
  };
  visitParts(output.formula, note);
  return found;
}
