// The windows of warm-up in which Hamiltonian moves learn the metric: a fast stretch, slow windows that double, a fast stretch.

export interface Windows {
  /** Rows before the first window, in which the chain finds its way. */
  readonly from: number;
  /** Row at which each window ends and the metric is learnt from its points alone. */
  readonly ends: readonly number[];
}

/** Rows at the beginning and at the end that only tune the step, and of the first window, of a long warm-up. */
const FIRST = 75;
const LAST = 50;
const WINDOW = 25;
/** Shares of the first and last stretch of a warm-up that is shorter than all three together. */
const SHORT_FIRST = 0.15;
const SHORT_LAST = 0.1;
/** A warm-up of fewer rows learns no metric. */
const LEAST = 20;

/** The schedule of Stan (Reference Manual, 15.2): the last window takes what would be too little for one more. */
export function windowsOf(warmup: number): Windows {
  if (warmup < LEAST) return { from: warmup, ends: [] };
  const isShort = warmup < FIRST + WINDOW + LAST;
  const from = isShort ? Math.floor(SHORT_FIRST * warmup) : FIRST;
  const last = warmup - (isShort ? Math.floor(SHORT_LAST * warmup) : LAST);
  const ends: number[] = [];
  let size = isShort ? last - from : WINDOW;
  let end = from;
  while (end < last) {
    // Where the window after this one would not fit, this one takes its place too.
    end = end + size + 2 * size > last ? last : end + size;
    ends.push(end);
    size *= 2;
  }
  return { from, ends };
}
