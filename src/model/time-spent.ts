// How long people who enter compartments spend in each: the inverse of a transition matrix, without a subtraction.

export interface Arrow {
  readonly from: number;
  readonly to: number;
}

export interface Entry {
  readonly node: number;
  readonly column: number;
}

/** What the removal of one compartment involves, as positions of arrows and compartments. */
interface Removal {
  readonly node: number;
  readonly targets: readonly Placed[];
  /** Compartments that are still there and lead to this one. */
  readonly sources: readonly (Placed & { readonly onward: readonly Detour[] })[];
}

interface Placed {
  readonly arrow: number;
  readonly node: number;
}

/** Somebody who came along a source's arrow goes on along `next`: the same as going along `arrow` at once. */
interface Detour {
  readonly next: number;
  readonly arrow: number;
}

/**
 * Solves V x = entering, V with the rates of leaving on its diagonal and the transitions, negative, beside it. Its
 * elimination, compartment by compartment, is the removal of places from a Markov chain, in which every quantity is a
 * sum of positive ones: relative errors stay at rounding. What is removed when is found once, for all rates.
 *
 * Source: Grassmann, Taksar and Heyman, Operations Research 33 (1985) 1107–1116.
 */
export class TimeSpent {
  private readonly removals: readonly Removal[];
  private readonly arrowCount: number;
  private readonly known: number;
  /** [compartment] the columns from `first` on and before `last` are those of people who may come here. */
  readonly first: Int32Array;
  readonly last: Int32Array;

  /**
   * @param arrows   transitions that there may be, each pair of different compartments once
   * @param order    compartments as they are to be removed; upstream first leaves the matrix sparse
   * @param entries  compartments that people enter, with the column that says how many
   */
  constructor(arrows: readonly Arrow[], order: readonly number[], entries: readonly Entry[]) {
    const count = order.length;
    const targets = Array.from({ length: count }, () => new Map<number, number>());
    const sources = Array.from({ length: count }, () => new Set<number>());
    arrows.forEach(({ from, to }, arrow) => {
      targets[from]?.set(to, arrow);
      sources[to]?.add(from);
    });
    let next = arrows.length;
    this.removals = order.map((node) => removal(node, targets, sources, () => next++));
    this.known = arrows.length;
    this.arrowCount = next;
    this.first = new Int32Array(count).fill(2 ** 31 - 1);
    this.last = new Int32Array(count);
    for (const { node, column } of entries) this.widen(node, column, column + 1);
    this.spread(arrows);
  }

  /** Whoever may come to a compartment may come to those that it leads to. */
  private spread(arrows: readonly Arrow[]): void {
    const targets = Array.from(this.first, (): number[] => []);
    for (const { from, to } of arrows) targets[from]?.push(to);
    const waiting = targets.map((_, node) => node);
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      for (const to of targets[node] ?? []) {
        if (this.widen(to, this.first[node] ?? 0, this.last[node] ?? 0)) waiting.push(to);
      }
    }
  }

  private widen(node: number, first: number, last: number): boolean {
    const [from, to] = [Math.min(this.first[node] ?? 0, first), Math.max(this.last[node] ?? 0, last)];
    const isWider = from !== this.first[node] || to !== this.last[node];
    this.first[node] = from;
    this.last[node] = to;
    return isWider;
  }

  /** x[to] += factor · x[from]; nothing of what is infinite where the factor is 0. */
  private addScaled(x: Float64Array, to: number, factor: number, from: number, columns: number): void {
    if (factor === 0) return;
    const shift = (from - to) * columns;
    const end = to * columns + (this.last[from] ?? 0);
    for (let at = to * columns + (this.first[from] ?? 0); at < end; at += 1) {
      x[at] = (x[at] ?? NaN) + factor * (x[at + shift] ?? NaN);
    }
  }

  /**
   * Time spent in each compartment by those who enter as the columns say. Infinity where people enter and none leaves.
   *
   * @param given     [arrow] rate of each transition
   * @param away      [compartment] rate of leaving for good; overwritten
   * @param x         [compartment][column] people who enter; overwritten with the time that they spend
   */
  solve(given: Float64Array, away: Float64Array, x: Float64Array, columns: number): void {
    const rates = new Float64Array(this.arrowCount);
    rates.set(given.subarray(0, this.known));
    const totals = this.removals.map((step) => this.forward(step, rates, away, x, columns));
    for (let n = this.removals.length - 1; n >= 0; n -= 1) {
      const step = this.removals[n];
      if (step !== undefined) this.backward(step, totals[n] ?? NaN, rates, x, columns);
    }
  }

  /** Removes a compartment: who came to it goes on to where it leads. Returns its rate of leaving. */
  private forward(
    { node, targets, sources }: Removal,
    rates: Float64Array,
    away: Float64Array,
    x: Float64Array,
    columns: number,
  ): number {
    const forGood = away[node] ?? 0;
    let total = forGood;
    for (const { arrow } of targets) total += rates[arrow] ?? 0;
    for (const source of sources) {
      const rate = rates[source.arrow] ?? 0;
      if (rate === 0) continue;
      // From a place that nobody leaves nobody goes on: those who enter it are gone for good.
      away[source.node] = (away[source.node] ?? 0) + (total === 0 ? rate : rate * (forGood / total));
      if (total === 0) continue;
      for (const { next, arrow } of source.onward) {
        rates[arrow] = (rates[arrow] ?? 0) + rate * ((rates[next] ?? 0) / total);
      }
    }
    if (total === 0) return 0;
    for (const target of targets) {
      this.addScaled(x, target.node, (rates[target.arrow] ?? 0) / total, node, columns);
    }
    return total;
  }

  private backward(
    { node, sources }: Removal,
    total: number,
    rates: Float64Array,
    x: Float64Array,
    columns: number,
  ): void {
    for (const source of sources) this.addScaled(x, node, rates[source.arrow] ?? 0, source.node, columns);
    const end = node * columns + (this.last[node] ?? 0);
    for (let at = node * columns + (this.first[node] ?? 0); at < end; at += 1) {
      const value = x[at] ?? NaN;
      if (value !== 0) x[at] = value / total;
    }
  }
}

function removal(
  node: number,
  targets: readonly Map<number, number>[],
  sources: readonly Set<number>[],
  create: () => number,
): Removal {
  const onwards = [...(targets[node] ?? [])].map(([to, arrow]): Placed => ({ node: to, arrow }));
  const before = [...(sources[node] ?? [])].map((source) => {
    const own = targets[source] ?? new Map<number, number>();
    const arrow = own.get(node) ?? 0;
    own.delete(node);
    const onward = onwards.flatMap((target): Detour[] => {
      if (target.node === source) return [];
      const direct = own.get(target.node) ?? create();
      own.set(target.node, direct);
      sources[target.node]?.add(source);
      return [{ next: target.arrow, arrow: direct }];
    });
    return { node: source, arrow, onward };
  });
  for (const target of onwards) sources[target.node]?.delete(node);
  return { node, targets: onwards, sources: before };
}
