// One figure of a benchmark, and the table of many.

export interface Result {
  readonly case: string;
  readonly what: string;
  readonly lanes: number;
  /** Milliseconds per piece of work (for runs: per run and lane), median of the rounds. */
  readonly median_ms?: number;
  /** Half the distance between the quartiles of the rounds, as a share of the median. */
  readonly spread?: number;
  /** Where single events are timed: what 95 of 100 stay below. */
  readonly p95_ms?: number;
  /** What is not a time, such as memory. */
  readonly value?: number;
  readonly unit?: string;
  readonly against?: string;
  /** Milliseconds of the comparator, in the same rounds. */
  readonly against_ms?: number;
  /** Median over rounds of ours / theirs: below 1 we are faster. */
  readonly ratio?: number;
}

const COLUMNS: readonly { readonly name: string; readonly text: (result: Result) => string }[] = [
  { name: "case", text: (result) => result.case },
  { name: "what", text: (result) => result.what },
  { name: "lanes", text: (result) => String(result.lanes) },
  { name: "ms", text: (result) => milliseconds(result.median_ms) },
  { name: "±%", text: ({ spread }) => (spread === undefined ? "" : (100 * spread).toFixed(1)) },
  { name: "p95", text: (result) => milliseconds(result.p95_ms) },
  { name: "other", text: ({ value, unit }) => (value === undefined ? "" : `${value.toFixed(2)} ${unit ?? ""}`) },
  { name: "against", text: (result) => result.against ?? "" },
  { name: "ms", text: (result) => milliseconds(result.against_ms) },
  { name: "ratio", text: ({ ratio }) => ratio?.toFixed(3) ?? "" },
];

/** The results as aligned columns; a column without an entry is left out. */
export function table(results: readonly Result[]): string {
  const columns = COLUMNS.map(({ name, text }) => ({ name, cells: results.map(text) })).filter(({ cells }) =>
    cells.some((cell) => cell !== ""),
  );
  const widths = columns.map(({ name, cells }) => Math.max(name.length, ...cells.map((cell) => cell.length)));
  const isText = (name: string): boolean => ["case", "what", "against"].includes(name);
  const line = (cellOf: (column: { name: string; cells: readonly string[] }) => string): string =>
    columns
      .map((column, index) => {
        const width = widths[index] ?? 0;
        return isText(column.name) ? cellOf(column).padEnd(width) : cellOf(column).padStart(width);
      })
      .join("  ")
      .trimEnd();
  return [line(({ name }) => name), ...results.map((_, row) => line(({ cells }) => cells[row] ?? ""))].join("\n");
}

function milliseconds(time: number | undefined): string {
  if (time === undefined) return "";
  return time < 0.1 ? time.toPrecision(3) : time.toFixed(time < 10 ? 4 : 1);
}
