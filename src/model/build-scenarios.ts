// The scenarios of a document: what they are called and when they begin; what they change is read when one is opened.
import { didYouMean, listInWords, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { Content } from "../document/schema.ts";
import { formatTime } from "./build-time.ts";
import type { Clock } from "./clock.ts";
import { labelOf } from "./label.ts";
import type { Scenario, TimeGrid } from "./model.ts";
import { nameProblem } from "../document/words.ts";

/** Sections whose entries a scenario may change, and not add: a name that is not there is a slip. */
const FIXED = ["parameters", "series", "tables", "matrices", "quantities", "flows"] as const;
/** Sections that a scenario may not touch, because it continues the state of the baseline. */
const CLOSED = ["midsummer", "extends", "time", "compartments", "initial", "scenarios", "files"];
const OWN_KEYS = ["title", "note", "from", "source"];

/** Scenarios in the order of the document. Those that make no sense are reported. */
export function buildScenarios(
  document: Document,
  clock: Clock,
  grid: TimeGrid | undefined,
  report: Reporter,
): Scenario[] {
  return Object.entries(document.content.scenarios).map(([name, entry]): Scenario => {
    const path = `scenarios.${name}`;
    const problem = nameProblem(name);
    if (problem !== undefined) {
      report.error("E115", path, `The name ${quote(name)} ${problem}.`, "Choose another name, such as no_vaccine.");
    }
    for (const [section, content] of Object.entries(entry)) checkSection(section, content, path, document, report);
    const from = entry.from === undefined ? undefined : clock.toTime(entry.from, `${path}.from`);
    if (from !== undefined && grid !== undefined && !(from >= grid.start && from < grid.end)) {
      const run = `from ${formatTime(grid.start, clock)} to ${formatTime(grid.end, clock)}`;
      const message = `The scenario begins at ${formatTime(from, clock)}; the run goes ${run}.`;
      report.error("E263", `${path}.from`, message, "Let it begin within the run.");
    }
    return { ...labelOf(name, entry), ...(from === undefined ? {} : { from }) };
  });
}

function checkSection(section: string, content: unknown, path: string, document: Document, report: Reporter): void {
  if (OWN_KEYS.includes(section)) return;
  const open = Object.keys(Content.shape).filter((key) => !CLOSED.includes(key));
  if (!open.includes(section)) {
    const why = CLOSED.includes(section) ? "continues the baseline and may not change" : "does not know";
    const message = `A scenario ${why} ${quote(section)}.`;
    const advice = `Known here: ${listInWords([...OWN_KEYS, ...open], "and", 30)}.${didYouMean(section, open)}`;
    report.error("E263", `${path}.${section}`, message, advice);
    return;
  }
  const fixed = FIXED.find((one) => one === section);
  if (fixed === undefined || typeof content !== "object" || content === null) return;
  const known = Object.keys(document.content[fixed]);
  for (const name of Object.keys(content)) {
    if (known.includes(name) || document.missing.has(name)) continue;
    const message = `There is nothing called ${quote(name)} in the ${section} that the scenario could change.`;
    const advice = `There are ${listInWords(known)}.${didYouMean(name, known)}`;
    report.error("E263", `${path}.${section}.${name}`, message, advice);
  }
}
