// A data file on its own: numbers that are none, times that do not increase, gaps between them, negative counts.

import { looksLikeDay, parseDay } from "../base/day.ts";
import type { Issue } from "../base/issue.ts";
import { formatNumber, listInWords, quote } from "../base/text.ts";
import { readCsv } from "../document/csv.ts";

/** Names of a column of times. */
const TIMES = ["t", "time", "times", "day", "days", "date", "week", "month", "year"];
/** So many of a thing are named; the rest is counted. */
const FEW = 5;

/** E151 a file that is no table · E152 a cell that is no number · E153 times · E154 a gap · E155 a negative number. */
export function csvIssues(text: string): Issue[] {
  const csv = readCsv(text);
  if ("fault" in csv)
    return [issue("E151", "error", "", `The file ${csv.fault}.`, "Write a line of names, then lines of values.")];
  const { header, rows } = csv;
  const timeColumn = header.findIndex((name) => TIMES.includes(name.toLowerCase()));
  const columns = header.map((name, column) => ({ name, cells: rows.map((row) => row[column] ?? "") }));
  return [
    ...(rows.length > 0 ? [] : [issue("E151", "error", "", "The file has no row below its names.", "Add the values.")]),
    ...headerIssues(header),
    ...columns.flatMap(({ name, cells }, column) =>
      column === timeColumn ? timeIssues(name, cells) : valueIssues(name, cells),
    ),
  ];
}

function headerIssues(header: readonly string[]): Issue[] {
  const twice = header.filter((name, column) => header.indexOf(name) < column);
  const empty = header.filter((name) => name === "").length;
  const isData = header.every((name) => name !== "" && Number.isFinite(Number(name)));
  return [
    ...(twice.length === 0
      ? []
      : [issue("E151", "error", "", `Two columns are called ${quote(twice[0] ?? "")}.`, "Give each its own name.")]),
    ...(empty === 0 ? [] : [issue("E151", "warning", "", "A column has no name.", "Name it in the first line.")]),
    ...(isData
      ? [issue("E151", "warning", "", "The first line holds numbers only.", "Begin with a line of names.")]
      : []),
  ];
}

function timeIssues(name: string, cells: readonly string[]): Issue[] {
  const times = cells.map(timeOf);
  const wrong = cells.filter((_, row) => times[row] === undefined);
  if (wrong.length > 0) return [notNumbers(name, wrong, "a time or a date such as 2020-03-01")];
  const steps = times.slice(1).map((time, row) => (time ?? NaN) - (times[row] ?? NaN));
  const backwards = steps.flatMap((step, row) => (step > 0 ? [] : [cells[row + 1] ?? ""]));
  if (backwards.length > 0) {
    const message = `The times do not increase at ${some(backwards)}.`;
    return [issue("E153", "error", name, message, "Put the rows in the order of time, each time once.")];
  }
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? NaN;
  // Months and years have no fixed length: a step of half as much again is none of them.
  const gaps = steps.flatMap((step, row) =>
    step > 1.5 * usual ? [`${cells[row] ?? ""} to ${cells[row + 1] ?? ""}`] : [],
  );
  if (gaps.length === 0) return [];
  const message = `Rows are mostly ${formatNumber(usual)} apart; there are ${gaps.length === 1 ? "a gap" : `${gaps.length} gaps`}: ${some(gaps)}.`;
  return [issue("E154", "notice", name, message, "Nothing is to be done where the source has no figures there.")];
}

function timeOf(cell: string): number | undefined {
  if (looksLikeDay(cell)) return parseDay(cell);
  return cell !== "" && Number.isFinite(Number(cell)) ? Number(cell) : undefined;
}

/** A column with any number is one of numbers; others are names. */
function valueIssues(name: string, cells: readonly string[]): Issue[] {
  const isNumber = (cell: string): boolean => cell !== "" && Number.isFinite(Number(cell));
  if (!cells.some(isNumber)) return [];
  const wrong = cells.filter((cell) => cell !== "" && !isNumber(cell));
  const empty = cells.filter((cell) => cell === "").length;
  const negative = cells.filter((cell) => isNumber(cell) && Number(cell) < 0);
  return [
    ...(wrong.length === 0 ? [] : [notNumbers(name, wrong, "a number")]),
    ...(empty === 0
      ? []
      : [
          issue(
            "E154",
            "notice",
            name,
            `${empty} of ${cells.length} cells are empty.`,
            "Nothing is to be done where the source has no figures there.",
          ),
        ]),
    ...(negative.length === 0
      ? []
      : [
          issue(
            "E155",
            "warning",
            name,
            `${negative.length} values are negative, such as ${some(negative)}.`,
            "A count is zero or more; changes in per cent may be negative.",
          ),
        ]),
  ];
}

function notNumbers(name: string, cells: readonly string[], wanted: string): Issue {
  return issue("E152", "error", name, `${some(cells.map(quote))} stands where ${wanted} must be.`, "Correct the file.");
}

function some(things: readonly string[]): string {
  return listInWords(things.length <= FEW ? things : [...things.slice(0, FEW), `${things.length - FEW} more`]);
}

/** @param column  the column's name stands as the path */
function issue(code: string, severity: Issue["severity"], column: string, message: string, advice: string): Issue {
  return { code, severity, path: column, message, advice };
}
