// One figure of a benchmark, and the table of many.

export interface Result {
  readonly case: string;
  readonly what: string;
  readonly lanes: number;
  /** Milliseconds of processor time per run and lane, median of the rounds. */
  readonly median_ms: number;
  /** Half the distance between the quartiles of the rounds, as a share of the median. */
  readonly spread: number;
  readonly against: string;
  readonly against_ms: number;
  /** Median over rounds of ours / theirs: below 1 we are faster. */
  readonly ratio: number;
}

export function table(results: readonly Result[]): string {
  const head = ["case", "what", "lanes", "ms", "±%", "against", "ms", "ratio"];
  const rows = results.map((result) => [
    result.case,
    result.what,
    String(result.lanes),
    result.median_ms.toFixed(4),
    (100 * result.spread).toFixed(1),
    result.against,
    result.against_ms.toFixed(4),
    result.ratio.toFixed(3),
  ]);
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 0 || column === 1 || column === 5
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join("  ");
  return [line(head), ...rows.map(line)].join("\n");
}
