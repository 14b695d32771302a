// Series of the document: points from lists or files, transformed, averaged, and joined by lines, steps or curves.
import { formatNumber, listInWords, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { parseExpression } from "../document/expression-parse.ts";
import { checkIncreasing, checkLengths } from "./build-parameters.ts";
import type { Clock } from "./clock.ts";
import { dataFile, numberIn } from "./data-file.ts";
import { noDivision, noStratum } from "./divisions.ts";
import type { Division } from "./divisions.ts";
import { labelOf } from "./label.ts";
import type { Formula, Series } from "./model.ts";
import { monotoneSeries, sigmoidSeries } from "./series-form.ts";
import type { SeriesForm } from "./series-form.ts";
import { transformOf } from "./transform.ts";

type SeriesEntry = Document["content"]["series"][string];

export interface BuiltSeries {
  readonly series: readonly Series[];
  /** Name in the document of each of `series`. */
  readonly origins: readonly string[];
  readonly forms: ReadonlyMap<string, SeriesForm>;
}

/** Points of one curve. */
interface Points {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** Series in the order of the document. Those that make no sense are reported and left out. */
export function buildSeries(
  document: Document,
  clock: Clock,
  list: readonly Division[],
  report: Reporter,
): BuiltSeries {
  const builder = new SeriesBuilder(document, clock, list, report);
  for (const [name, entry] of Object.entries(document.content.series)) builder.add(name, entry);
  return builder;
}

class SeriesBuilder implements BuiltSeries {
  readonly series: Series[] = [];
  readonly origins: string[] = [];
  readonly forms = new Map<string, SeriesForm>();
  private readonly document: Document;
  private readonly clock: Clock;
  private readonly list: readonly Division[];
  private readonly report: Reporter;

  constructor(document: Document, clock: Clock, list: readonly Division[], report: Reporter) {
    this.document = document;
    this.clock = clock;
    this.list = list;
    this.report = report;
  }

  add(name: string, entry: SeriesEntry): void {
    const path = `series.${name}`;
    if (!this.checkKeys(entry, path)) return;
    if (entry.by === undefined) {
      const points = this.points(entry, undefined, path);
      if (points !== undefined) this.forms.set(name, { formula: this.formula(name, name, entry, points) });
      return;
    }
    const division = this.list.find((one) => one.name === entry.by);
    if (division === undefined) {
      this.report.error("E231", `${path}.by`, ...noDivision(entry.by, this.list));
      return;
    }
    this.checkStrata(entry, division, path);
    const formulas = new Map<string, Formula>();
    for (const stratum of division.strata) {
      const points = this.points(entry, stratum, path);
      if (points !== undefined) {
        formulas.set(stratum, this.formula(name, `${name}[${division.name}=${stratum}]`, entry, points));
      }
    }
    this.forms.set(name, { by: division.name, formulas });
  }

  private checkKeys(entry: SeriesEntry, path: string): boolean {
    const isFile = entry.file !== undefined;
    const idle = isFile ? (["times", "values"] as const) : (["time", "column"] as const);
    for (const key of idle) {
      if (entry[key] === undefined) continue;
      const message = isFile ? `The series has a file and ${key}.` : `Only a series from a file has “${key}”.`;
      this.report.error("E257", `${path}.${key}`, message, "Keep either a file with its columns, or times and values.");
      return false;
    }
    if (isFile || (entry.times !== undefined && entry.values !== undefined)) return true;
    const message = `The series has no ${entry.times === undefined ? "times" : "values"}.`;
    this.report.error("E257", path, message, "Write times: [0, 10], values: [1, 2], or file: series.csv.");
    return false;
  }

  private checkStrata(entry: SeriesEntry, division: Division, path: string): void {
    const key = entry.file === undefined ? "values" : "column";
    const given = entry[key];
    const isMap = typeof given === "object" && !Array.isArray(given);
    if (!isMap) {
      const example = `${key}: { ${division.strata[0] ?? ""}: ${key === "values" ? "[1, 2]" : "name"}, … }`;
      const message = `The series goes by ${division.name}, and there is no map from its strata.`;
      this.report.error("E257", given === undefined ? path : `${path}.${key}`, message, `Write ${example}.`);
      return;
    }
    for (const stratum of Object.keys(given)) {
      if (!division.strata.includes(stratum))
        this.report.error("E232", `${path}.${key}.${stratum}`, ...noStratum(stratum, division));
    }
    const missing = division.strata.filter((stratum) => !Object.hasOwn(given, stratum));
    if (missing.length === 0) return;
    const message = `There is nothing for ${listInWords(missing.map(quote))}.`;
    this.report.error("E257", `${path}.${key}`, message, "Give one for each stratum.");
  }

  /** The points of one curve, transformed and averaged; undefined, with the reason reported, where there are none. */
  private points(entry: SeriesEntry, stratum: string | undefined, path: string): Points | undefined {
    const raw = entry.file === undefined ? this.written(entry, stratum, path) : this.filed(entry, stratum, path);
    if (raw === undefined || !checkIncreasing(raw.times, entry.file === undefined ? path : `${path}.file`, this.report))
      return undefined;
    const transform = this.transform(entry.transform, `${path}.transform`);
    if (transform === undefined) return undefined;
    const values = raw.values.map(transform);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      const message = `The transform of ${formatNumber(raw.values[bad] ?? NaN)} is ${formatNumber(values[bad] ?? NaN)}.`;
      this.report.error("E258", `${path}.transform`, message, "Correct the transform or the value.");
      return undefined;
    }
    return { times: raw.times, values: averaged(values, entry.moving_average) };
  }

  private written(
    { times = [], values = [] }: SeriesEntry,
    stratum: string | undefined,
    path: string,
  ): Points | undefined {
    const isList = Array.isArray(values);
    if (isList !== (stratum === undefined)) {
      if (!isList && stratum === undefined) {
        const message = "The values are a map, and it is not said of which strata.";
        this.report.error("E257", `${path}.values`, message, "Add by: age, or write a list.");
      }
      return undefined;
    }
    const list = isList ? values : (values[stratum ?? ""] ?? undefined);
    if (list === undefined) return undefined;
    const points = times.map((time, index) => this.clock.toTime(time, `${path}.times.${index}`) ?? NaN);
    const areEqual = checkLengths(points.length, list.length, path, this.report);
    return areEqual ? { times: points, values: list } : undefined;
  }

  private filed(entry: SeriesEntry, stratum: string | undefined, path: string): Points | undefined {
    const { report } = this;
    const file = dataFile(entry.file ?? "", `${path}.file`, this.document, report);
    if (file === undefined) return undefined;
    const times = entry.time === undefined ? file.columnAt(0) : file.column(entry.time, `${path}.time`);
    const name = typeof entry.column === "object" ? entry.column[stratum ?? ""] : entry.column;
    if (typeof entry.column === "object" && stratum === undefined) {
      const message = "The columns are a map, and it is not said of which strata.";
      report.error("E257", `${path}.column`, message, "Add by: age, or name one column.");
      return undefined;
    }
    if (stratum !== undefined && name === undefined) return undefined;
    const values = name === undefined ? file.columnAt(1) : file.column(name, `${path}.column`);
    if (times === undefined || values === undefined) return undefined;
    // Empty cells are gaps: there is no point at that time.
    const rows = values.flatMap((value, row) => (value === "" ? [] : [row]));
    const points = rows.map((row) => ({
      time: timeIn(times[row] ?? "", row, file.name, `${path}.file`, this.clock, report),
      value: numberIn(values, row, file.name, `${path}.file`, report),
    }));
    if (rows.length < values.length) {
      const message = `${values.length - rows.length} of ${values.length} cells are empty; the curve goes on between their neighbours.`;
      report.notice("E259", `${path}.file`, message, "Nothing to do if that is meant.");
    }
    if (points.length === 0) {
      report.error(
        "E131",
        `${path}.file`,
        `The file ${quote(file.name)} has no values.`,
        "Write at least one line below the names.",
      );
      return undefined;
    }
    const known = points.flatMap(({ time, value }) =>
      time === undefined || value === undefined ? [] : [{ time, value }],
    );
    if (known.length < points.length) return undefined;
    return { times: known.map(({ time }) => time), values: known.map(({ value }) => value) };
  }

  private transform(text: string | undefined, path: string): ((x: number) => number) | undefined {
    if (text === undefined) return (x) => x;
    const parsed = parseExpression(text);
    const made = parsed.ok ? transformOf(parsed.expression) : { problem: parsed.message };
    if (typeof made === "function") return made;
    this.report.error("E258", path, made.problem, "Write arithmetic of x, such as 1 + x / 100 or max(x, 0).");
    return undefined;
  }

  private formula(origin: string, name: string, entry: SeriesEntry, { times, values }: Points): Formula {
    const { interpolation } = entry;
    if (interpolation === "monotone") return monotoneSeries(times, values);
    if (interpolation === "sigmoid") return sigmoidSeries(times, values);
    this.series.push({ ...labelOf(name, entry), times, values, interpolation });
    this.origins.push(origin);
    return { kind: "series", series: this.series.length - 1 };
  }
}

/** A time in a cell: a number, or a date. */
function timeIn(
  text: string,
  row: number,
  file: string,
  path: string,
  clock: Clock,
  report: Reporter,
): number | undefined {
  const value = text === "" ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return clock.toTime(text, path);
  const message = `${text === "" ? "An empty cell" : quote(text)} stands in row ${row + 1} of ${quote(file)} where a time must be.`;
  report.error("E133", path, message, "Write a number in the document's time unit, or a date such as 2020-03-01.");
  return undefined;
}

/** Means over as many points as `average` says; over fewer at the ends. */
export function averaged(values: readonly number[], average: SeriesEntry["moving_average"]): readonly number[] {
  if (average === undefined) return values;
  const { points, centred } = typeof average === "number" ? { points: average, centred: false } : average;
  const after = centred ? Math.floor((points - 1) / 2) : 0;
  const before = points - 1 - after;
  return values.map((_, index) => {
    const window = values.slice(Math.max(0, index - before), index + after + 1);
    return window.reduce((sum, value) => sum + value, 0) / window.length;
  });
}
