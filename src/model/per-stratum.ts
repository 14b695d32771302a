// Values by stratum as people write them: a list, a map, or one expression for all.
import { countOf } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { noStratum } from "./divisions.ts";
import type { Division } from "./divisions.ts";

type Effect = Document["content"]["stratify"][number]["infectiousness"][string];
export type PerStratum = NonNullable<Effect["multiply"]>;

/** What is written for one stratum; null for no change. */
export interface StratumValue {
  readonly stratum: string;
  readonly value: number | string | null;
  readonly path: string;
}

/** The value of each stratum that has one, in the order of the strata; reports those that do not fit. */
export function valuesByStratum(given: PerStratum, division: Division, path: string, report: Reporter): StratumValue[] {
  const { strata, name } = division;
  if (typeof given !== "object") return strata.map((stratum) => ({ stratum, value: given, path }));
  if (Array.isArray(given)) {
    if (given.length !== strata.length) {
      const message = `There are ${countOf(given.length, "value")} for the ${countOf(strata.length, "stratum", "strata")} of ${name}.`;
      const advice = "Give one value for each stratum, in their order; ~ leaves a stratum unchanged.";
      report.error("E251", path, message, advice);
    }
    return strata.slice(0, given.length).map((stratum, index) => {
      return { stratum, value: given[index] ?? null, path: `${path}.${index}` };
    });
  }
  for (const stratum of Object.keys(given)) {
    if (!strata.includes(stratum)) report.error("E232", `${path}.${stratum}`, ...noStratum(stratum, division));
  }
  return strata.flatMap((stratum) => {
    const value = given[stratum];
    return value === undefined ? [] : [{ stratum, value, path: `${path}.${stratum}` }];
  });
}
