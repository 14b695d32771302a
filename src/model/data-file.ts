// A file of comma-separated values that a document names: its columns, with what is wrong reported at the document.
import { didYouMean, listInWords, quote } from "../base/text.ts";
import { readCsv } from "../document/csv.ts";
import type { Document, Reporter } from "../document/document.ts";

export interface DataFile {
  readonly name: string;
  readonly header: readonly string[];
  /** Number of rows below the header. */
  readonly rows: number;
  /** Cells of a column; undefined, with the reason reported, where there is none of this name. */
  column(name: string, path: string): readonly string[] | undefined;
  /** As `column`, by position from 0. */
  columnAt(position: number): readonly string[] | undefined;
}

/** The file of a name; undefined, with the reason reported, where it is not there or cannot be read. */
export function dataFile(name: string, path: string, document: Document, report: Reporter): DataFile | undefined {
  const text = document.files(name);
  if (text === undefined) {
    const advice = "Put the file beside the document, and write its path from there, such as data/cases.csv.";
    report.error("E130", path, `The file ${quote(name)} was not found.`, advice);
    return undefined;
  }
  const csv = readCsv(text);
  if ("fault" in csv) {
    report.error("E131", path, `The file ${quote(name)} ${csv.fault}.`, "Write a line of names, then lines of values.");
    return undefined;
  }
  const { header, rows } = csv;
  const at = (position: number): string[] => rows.map((row) => row[position] ?? "");
  return {
    name,
    header,
    rows: rows.length,
    columnAt: (position) => (position < header.length ? at(position) : undefined),
    column: (wanted, place) => {
      const position = header.indexOf(wanted);
      if (position >= 0) return at(position);
      const advice = `Its columns are ${listInWords(header, "and", 20)}.${didYouMean(wanted, header)}`;
      report.error("E132", place, `The file ${quote(name)} has no column ${quote(wanted)}.`, advice);
      return undefined;
    },
  };
}

/** The number in a cell; undefined where the column is missing, or, with the reason reported, where it is none. */
export function numberIn(
  column: readonly string[] | undefined,
  row: number,
  file: string,
  path: string,
  report: Reporter,
): number | undefined {
  const text = column?.[row];
  if (text === undefined) return undefined;
  const value = text === "" ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  const found = text === "" ? "An empty cell" : quote(text);
  const message = `${found} stands in row ${row + 1} of ${quote(file)} where a number must be.`;
  report.error("E133", path, message, "Correct the file, or name another column.");
  return undefined;
}
