// The value of an expression at an earlier time: its time is shifted, and so are the times at which it bends or jumps.
import { binary, constant, interpolate, select, unary } from "./formula.ts";
import type { Formula, Series } from "./model.ts";

const TIME: Formula = { kind: "time" };
const COMPARISONS: ReadonlySet<string> = new Set(["less", "lessEqual", "equal", "notEqual"]);

/**
 * The formula `lag` earlier, in the document's time unit; undefined where it hangs on sizes, flows or outputs, of which
 * the run keeps no history.
 *
 * @param lag     of constants and parameters
 * @param series   those that the formula names, by position
 * @param shifted  gets the positions of those that it does
 */
export function earlier(
  formula: Formula,
  lag: Formula,
  series: readonly Series[],
  shifted: Set<number>,
): Formula | undefined {
  return new Earlier(lag, series, shifted).of(formula);
}

class Earlier {
  private readonly lag: Formula;
  private readonly series: readonly Series[];
  private readonly shifted: Set<number>;
  private readonly known = new Map<Formula, Formula | undefined>();

  constructor(lag: Formula, series: readonly Series[], shifted: Set<number>) {
    this.lag = lag;
    this.series = series;
    this.shifted = shifted;
  }

  /** What is shared stays shared: it is computed once. */
  of(formula: Formula): Formula | undefined {
    if (!this.known.has(formula)) this.known.set(formula, this.once(formula));
    return this.known.get(formula);
  }

  private once(formula: Formula): Formula | undefined {
    switch (formula.kind) {
      case "constant":
      case "parameter":
        return formula;
      case "time":
        return binary("subtract", TIME, this.lag);
      case "series": {
        this.shifted.add(formula.series);
        const { times, values, interpolation } = this.series[formula.series] ?? NOWHERE;
        return interpolate(TIME, times.map(constant).map(this.later), values.map(constant), interpolation);
      }
      case "unary": {
        const operand = this.of(formula.operand);
        return operand === undefined ? undefined : unary(formula.operator, operand);
      }
      case "binary":
        return this.ofTwo(formula);
      case "interpolate":
        return this.between(formula);
      case "select": {
        const [condition, yes, no] = this.all([formula.condition, formula.yes, formula.no]) ?? [];
        return condition === undefined || yes === undefined || no === undefined
          ? undefined
          : select(condition, yes, no);
      }
      case "sum":
      case "flow":
      case "output":
        return undefined;
    }
  }

  /** Time itself is compared with what is later, so that the jump is still at a time known before the run. */
  private ofTwo({ operator, left, right }: Formula & { kind: "binary" }): Formula | undefined {
    const parts = this.all([left, right]);
    const [first, second] = parts ?? [];
    if (first === undefined || second === undefined) return undefined;
    if (!COMPARISONS.has(operator)) return binary(operator, first, second);
    if (left.kind === "time") return binary(operator, TIME, this.later(second));
    return right.kind === "time" ? binary(operator, this.later(first), TIME) : binary(operator, first, second);
  }

  private between({ at, times, values, interpolation }: Formula & { kind: "interpolate" }): Formula | undefined {
    const [knots, heights] = [this.all(times), this.all(values)];
    if (knots === undefined || heights === undefined) return undefined;
    if (at.kind === "time") return interpolate(TIME, knots.map(this.later), heights, interpolation);
    const place = this.of(at);
    return place === undefined ? undefined : interpolate(place, knots, heights, interpolation);
  }

  private readonly later = (formula: Formula): Formula => binary("add", formula, this.lag);

  private all(formulas: readonly Formula[]): Formula[] | undefined {
    const found = formulas.map((each) => this.of(each)).filter((each) => each !== undefined);
    return found.length === formulas.length ? found : undefined;
  }
}

const NOWHERE: Pick<Series, "times" | "values" | "interpolation"> = { times: [], values: [], interpolation: "linear" };
