// Tables by one or two stratifications, from the document or from a file: the entry for given strata.
import { countOf, listInWords, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { dataFile, numberIn } from "./data-file.ts";
import { noDivision, noStratum } from "./divisions.ts";
import type { Division } from "./divisions.ts";

type TableEntry = Document["content"]["tables"][string];

export interface TableCell {
  readonly value: number | string;
  readonly path: string;
}

export interface Table {
  readonly by: readonly string[];
  /** Entries by the strata of `by`, joined as `keyOf` does; one that is not there was reported. */
  readonly cells: ReadonlyMap<string, TableCell>;
}

export function keyOf(strata: readonly string[]): string {
  return strata.join("\n");
}

/** The tables of a document. One that makes no sense is reported and has fewer entries than it should. */
export function buildTables(document: Document, list: readonly Division[], report: Reporter): Map<string, Table> {
  return new Map(
    Object.entries(document.content.tables).map(([name, entry]) => {
      const path = `tables.${name}`;
      const by = typeof entry.by === "string" ? [entry.by] : entry.by;
      const cells = new Map<string, TableCell>();
      const divisions = by.flatMap((one) => {
        const found = list.find((division) => division.name === one);
        if (found === undefined) report.error("E231", `${path}.by`, ...noDivision(one, list));
        return found === undefined ? [] : [found];
      });
      if (by.length > 2) {
        const advice = "Keep two, and multiply by another table for the third.";
        report.error(
          "E251",
          `${path}.by`,
          `The table goes by ${by.length} stratifications; up to two will do.`,
          advice,
        );
      } else if (divisions.length === by.length) fill({ entry, path, divisions, cells, document, report });
      return [name, { by, cells }];
    }),
  );
}

/** A table that is being filled. */
interface Filling {
  readonly entry: TableEntry;
  readonly path: string;
  readonly divisions: readonly Division[];
  readonly cells: Map<string, TableCell>;
  readonly document: Document;
  readonly report: Reporter;
}

function fill(filling: Filling): void {
  const { entry, path, divisions, cells, report } = filling;
  const [rows, columns] = divisions;
  if (rows === undefined) return;
  if ((entry.values === undefined) === (entry.file === undefined)) {
    const message =
      entry.file === undefined ? "The table has neither values nor a file." : "The table has values and a file.";
    report.error("E251", path, message, "Write values: [1, 2] or file: table.csv.");
    return;
  }
  if (entry.file !== undefined) return fillFromFile(filling, rows, columns);
  for (const [stratum, value, at] of perStratum(entry.values, rows, `${path}.values`, report)) {
    if (columns === undefined) put(cells, [stratum], value, at, report);
    else
      for (const [inner, one, place] of perStratum(value, columns, at, report))
        put(cells, [stratum, inner], one, place, report);
  }
}

function put(
  cells: Map<string, TableCell>,
  strata: readonly string[],
  value: unknown,
  path: string,
  report: Reporter,
): void {
  if (typeof value === "number" || typeof value === "string") cells.set(keyOf(strata), { value, path });
  else
    report.error(
      "E251",
      path,
      "A list or map stands where a single value must be.",
      "Name a second stratification in “by”, or write a number.",
    );
}

/** Values of a list or map by stratum; reports those that are missing, too many, or of no stratum. */
function perStratum(
  values: unknown,
  division: Division,
  path: string,
  report: Reporter,
): (readonly [stratum: string, value: unknown, path: string])[] {
  const { strata } = division;
  if (Array.isArray(values)) {
    const list: readonly unknown[] = values;
    if (list.length !== strata.length) {
      const message = `There are ${countOf(list.length, "value")} for the ${countOf(strata.length, "stratum", "strata")} of ${division.name}.`;
      report.error("E251", path, message, "Give one value for each stratum, in their order.");
    }
    return strata.slice(0, list.length).map((stratum, index) => [stratum, list[index], `${path}.${index}`]);
  }
  if (typeof values !== "object" || values === null) {
    report.error(
      "E251",
      path,
      "A single value stands where there must be one for each stratum.",
      `Write a list or a map of ${division.name}.`,
    );
    return [];
  }
  const map = new Map<string, unknown>(Object.entries(values));
  for (const stratum of map.keys()) {
    if (!strata.includes(stratum)) report.error("E232", `${path}.${stratum}`, ...noStratum(stratum, division));
  }
  const missing = strata.filter((stratum) => !map.has(stratum));
  if (missing.length > 0) {
    report.error(
      "E251",
      path,
      `There is no value for ${listInWords(missing.map(quote))}.`,
      "Give one for each stratum.",
    );
  }
  return strata
    .filter((stratum) => map.has(stratum))
    .map((stratum) => [stratum, map.get(stratum), `${path}.${stratum}`]);
}

function fillFromFile(
  { entry, path, cells, document, report }: Filling,
  rows: Division,
  columns: Division | undefined,
): void {
  const file = dataFile(entry.file ?? "", `${path}.file`, document, report);
  if (file === undefined) return;
  const names =
    typeof entry.columns === "string" ? [entry.columns] : (entry.columns ?? columns?.strata ?? file.header.slice(-1));
  const wanted = columns?.strata ?? [""];
  if (names.length !== wanted.length) {
    const message = `There are ${countOf(names.length, "column")} for ${countOf(wanted.length, "stratum", "strata")}.`;
    report.error("E251", `${path}.columns`, message, "Name one column for each stratum of the second stratification.");
    return;
  }
  const labels =
    entry.stratum_column === undefined ? undefined : file.column(entry.stratum_column, `${path}.stratum_column`);
  const found = names.map((name) => file.column(name, `${path}.columns`));
  rows.strata.forEach((stratum, position) => {
    const row = labels === undefined ? position : labels.indexOf(stratum);
    if (row < 0 || row >= file.rows) {
      report.error(
        "E251",
        `${path}.file`,
        `The file has no row for ${quote(stratum)}.`,
        "Give one row for each stratum; stratum_column says where their names stand.",
      );
      return;
    }
    wanted.forEach((inner, index) => {
      const value = numberIn(found[index], row, file.name, `${path}.file`, report);
      if (value !== undefined)
        cells.set(keyOf(columns === undefined ? [stratum] : [stratum, inner]), { value, path: `${path}.file` });
    });
  });
}
