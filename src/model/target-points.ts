// The observations of a target as written: from lists of the document or from columns of a file.
import { countOf, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { checkLengths } from "./build-parameters.ts";
import { dataFile, numberIn } from "./data-file.ts";
import type { DataFile } from "./data-file.ts";

export type TargetEntry = Document["content"]["targets"][string];

/** Arguments of a likelihood that may be listed, one for each observation. */
export const LISTED = ["sd", "dispersion", "size", "concentration", "alpha", "beta"] as const;
export type Listed = (typeof LISTED)[number];

type Given = NonNullable<TargetEntry[Listed]>;

/** Observations in the order of the document or file; all lists are equally long. */
export interface TargetPoints {
  readonly times: readonly (number | string)[];
  /** null: missing. */
  readonly values: readonly (number | null)[];
  /** Arguments as written, or as the file's columns have them. */
  readonly given: Readonly<Partial<Record<Listed, Given>>>;
  readonly weights: readonly number[] | undefined;
  /** Path of the n-th time within the document; that of the file's name where they come from there. */
  timePath(index: number): string;
}

/** The points of a target; undefined, with the reasons reported, where they cannot be had. */
export function readPoints(
  entry: TargetEntry,
  path: string,
  document: Document,
  report: Reporter,
): TargetPoints | undefined {
  if (!checkKeys(entry, path, report)) return undefined;
  return entry.data === undefined
    ? writtenPoints(entry, path, report)
    : filedPoints({ ...entry, data: entry.data }, path, document, report);
}

function checkKeys(entry: TargetEntry, path: string, report: Reporter): boolean {
  const lists = (["times", "values", "weights"] as const).filter((key) => entry[key] !== undefined);
  const [first] = lists;
  if (entry.data !== undefined && first !== undefined) {
    const message = `The target has data from a file and ${first}.`;
    report.error("E324", `${path}.${first}`, message, "Keep either data with its columns, or times and values.");
    return false;
  }
  const hasValues = entry.values !== undefined || (Array.isArray(entry.alpha) && Array.isArray(entry.beta));
  if (entry.data !== undefined || (entry.times !== undefined && hasValues)) return true;
  const lacks = entry.times === undefined ? "times" : "values";
  const advice = "Write times: [1, 2], values: [3, 4], or data: { file: cases.csv, times: date, column: cases }.";
  report.error("E324", path, `The target has no ${lacks}.`, advice);
  return false;
}

function writtenPoints(entry: TargetEntry, path: string, report: Reporter): TargetPoints | undefined {
  const { times = [], weights, alpha, beta } = entry;
  const given = Object.fromEntries(LISTED.flatMap((key) => (entry[key] === undefined ? [] : [[key, entry[key]]])));
  const values = entry.values ?? sharesOf(alpha, beta);
  const isGood =
    checkLengths(times.length, values.length, path, report) &&
    checkLists({ ...given, ...(weights === undefined ? {} : { weights }) }, values.length, path, report);
  return isGood ? { times, values, given, weights, timePath: (index) => `${path}.times.${index}` } : undefined;
}

/** Means of beta distributions: what is shown where only the distributions are given. */
function sharesOf(alpha: Given | undefined, beta: Given | undefined): number[] {
  if (!Array.isArray(alpha) || !Array.isArray(beta)) return [];
  return alpha.map((a, index) => a / (a + (beta[index] ?? NaN)));
}

/** Reports lists that are not as long as the values. */
function checkLists(lists: Readonly<Record<string, Given>>, count: number, path: string, report: Reporter): boolean {
  const wrong = Object.entries(lists).flatMap(([key, list]) =>
    Array.isArray(list) && list.length !== count ? [{ key, length: list.length }] : [],
  );
  for (const { key, length } of wrong) {
    const message = `There are ${countOf(count, "value")} and ${length} of ${key}.`;
    report.error("E213", `${path}.${key}`, message, `Give one ${key} for each value, or a single one for all.`);
  }
  return wrong.length === 0;
}

type Filed = TargetEntry & { readonly data: NonNullable<TargetEntry["data"]> };

function filedPoints(entry: Filed, path: string, document: Document, report: Reporter): TargetPoints | undefined {
  const { data } = entry;
  const place = `${path}.data`;
  const file = dataFile(data.file, `${place}.file`, document, report);
  if (file === undefined) return undefined;
  const times = data.times === undefined ? file.columnAt(0) : file.column(data.times, `${place}.times`);
  const cells = data.column === undefined ? file.columnAt(1) : file.column(data.column, `${place}.column`);
  const rows = new Rows(file, place, report);
  const weights = rows.numbers("weights", data.weights, cells);
  const given = new Map<Listed, Given>();
  for (const key of LISTED) {
    const own = entry[key];
    const listed = rows.numbers(key, data[key], cells);
    if (listed !== undefined && own !== undefined) {
      const message = `The target has ${key}, and a column ${quote(data[key] ?? "")} of it.`;
      report.error("E324", `${path}.${key}`, message, "Keep one of the two.");
      return undefined;
    }
    const one = own ?? listed;
    if (one !== undefined) given.set(key, one);
  }
  if (times === undefined || cells === undefined) return undefined;
  const values = cells.map((cell, row) => (cell === "" ? null : (rows.number(cells, row) ?? NaN)));
  const isGood = !rows.isBad && checkLists(Object.fromEntries(given), values.length, path, report);
  return isGood
    ? { times: times.map(timeOf), values, given: Object.fromEntries(given), weights, timePath: () => `${place}.file` }
    : undefined;
}

/** Numbers of a file's columns; knows whether one was missing. */
class Rows {
  isBad = false;
  private readonly file: DataFile;
  private readonly place: string;
  private readonly report: Reporter;

  constructor(file: DataFile, place: string, report: Reporter) {
    this.file = file;
    this.place = place;
    this.report = report;
  }

  /** A column of numbers, NaN where there is no observation beside it; undefined where none is asked for. */
  numbers(key: string, name: string | undefined, beside: readonly string[] | undefined): number[] | undefined {
    if (name === undefined) return undefined;
    const cells = this.file.column(name, `${this.place}.${key}`);
    if (cells === undefined) this.isBad = true;
    return cells?.map((cell, row) => {
      const isIdle = cell === "" && beside?.[row] === "";
      return isIdle ? NaN : (this.number(cells, row) ?? NaN);
    });
  }

  number(cells: readonly string[], row: number): number | undefined {
    const number = numberIn(cells, row, this.file.name, `${this.place}.file`, this.report);
    if (number === undefined) this.isBad = true;
    return number;
  }
}

/** A cell as it would be written in the document: a number, or a date or the name of a period. */
function timeOf(cell: string): number | string {
  return cell !== "" && Number.isFinite(Number(cell)) ? Number(cell) : cell;
}
