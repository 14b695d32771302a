// Takes the entries that break the schema out of a value, so that the rest can still be looked at.
import type { z } from "zod";

/** Sections whose entries can be left out one by one. */
const SECTIONS = new Set([
  "parameters",
  "series",
  "tables",
  "matrices",
  "quantities",
  "initial",
  "infectious",
  "flows",
  "outputs",
  "targets",
  "priors",
]);
/** Keys that can be left out as a whole, and what stands in where there is no default. */
const REPLACEABLE = new Map<string, unknown>([
  ["midsummer", 1],
  ["title", "Untitled"],
  ["summary", undefined],
  ["integrator", undefined],
  ["calibration", undefined],
  ["files", undefined],
  ["scenarios", undefined],
]);

export interface Salvaged {
  readonly value: object;
  /** Names that were defined by what is left out. */
  readonly missing: ReadonlySet<string>;
}

/** The value without what the findings are about; undefined where that would leave too little. */
export function withoutFaults(value: object, findings: readonly z.core.$ZodIssue[]): Salvaged | undefined {
  const copy = new Map<string, unknown>(Object.entries(value));
  const missing = new Set<string>();
  for (const finding of findings) {
    const [section, name] = finding.path.map(String);
    if (finding.code === "unrecognized_keys") {
      if (section === undefined) for (const key of finding.keys) dropSection(key, copy, missing);
      else copy.set(section, withoutKeys(copy.get(section), finding.path.slice(1), finding.keys));
    } else if (section !== undefined && REPLACEABLE.has(section)) {
      const instead = REPLACEABLE.get(section);
      if (instead === undefined) copy.delete(section);
      else copy.set(section, instead);
    } else if (section !== undefined && name !== undefined && SECTIONS.has(section)) {
      copy.set(section, withoutKeys(copy.get(section), [], [name]));
      missing.add(name);
    } else return undefined;
  }
  return { value: Object.fromEntries(copy), missing };
}

/** A section whose own name is misspelt: what it defines is not there, and should not be reported as unknown. */
function dropSection(key: string, copy: Map<string, unknown>, missing: Set<string>): void {
  const content = copy.get(key);
  copy.delete(key);
  if (typeof content !== "object" || content === null) return;
  const names: readonly unknown[] = Array.isArray(content) ? content : Object.keys(content);
  for (const name of names) if (typeof name === "string") missing.add(name);
}

/** A copy without some keys of the map at a path. */
function withoutKeys(value: unknown, path: readonly PropertyKey[], keys: readonly string[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  const [step, ...rest] = path;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === step ? withoutKeys(item, rest, keys) : item));
  }
  const entries = Object.entries(value).filter(([key]) => step !== undefined || !keys.includes(key));
  return Object.fromEntries(entries.map(([key, item]) => [key, key === step ? withoutKeys(item, rest, keys) : item]));
}
