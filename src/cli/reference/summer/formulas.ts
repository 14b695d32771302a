// The formulas of summer's calls over the finished compartments, each read once.

import { constant } from "../../../model/formula.ts";
import type { Formula } from "../../../model/model.ts";
import type { ArrangedCompartment } from "../../../model/structure-order.ts";
import { select, type FlowPlace, type Rate } from "../../../model/structure.ts";
import { filterOf } from "./ends.ts";
import { formulaOf, type Scope } from "./expression.ts";
import type { ByStratum, SummerCall, SummerNumber } from "./format.ts";

export class CallFormulas {
  private readonly expressions = new Map<string, Formula>();
  private readonly known = new Map<string, Formula>();
  private readonly calls: readonly SummerCall[];
  private readonly compartments: readonly ArrangedCompartment[];

  /** @param compartments  of the finished model, by position */
  constructor(calls: readonly SummerCall[], compartments: readonly ArrangedCompartment[]) {
    this.calls = calls;
    this.compartments = compartments;
  }

  /** The same text gives the same object, so that lowering computes it once. */
  formula(value: SummerNumber): Formula {
    if (typeof value === "number") return constant(value);
    const known = this.expressions.get(value);
    if (known !== undefined) return known;
    const formula = formulaOf(value, this.scope());
    this.expressions.set(value, formula);
    return formula;
  }

  /** Of a function flow, which may ask for its own source and for other flows. */
  late(value: SummerNumber): Rate {
    return typeof value === "number" ? constant(value) : (place) => formulaOf(value, this.scope(place));
  }

  /** Errors: a name that no call of add_computed_value_process has. */
  computed(name: string): Formula {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const call = this.calls.find((other) => other.op === "add_computed_value_process" && other.name === name);
    if (call?.op !== "add_computed_value_process") throw new Error(`there is no computed value ${name}`);
    const formula = this.formula(call.expr);
    this.known.set(name, formula);
    return formula;
  }

  private scope(place?: FlowPlace): Scope {
    return {
      names: new Map([["t", TIME]]),
      call: (name, [first], keywords) => {
        if (name === "computed") return this.computed(first ?? "");
        if (name === "N") return this.sum(undefined, {});
        if (name === "C") return this.sum(first === undefined ? undefined : [first], keywords);
        if (name === "source")
          return { kind: "sum", compartments: typeof place?.from === "number" ? [place.from] : [] };
        if (name === "flow") return { kind: "flow", flows: place?.flowsOf(first ?? "") ?? [] };
        return undefined;
      },
    };
  }

  private sum(bases: readonly string[] | undefined, strata: ByStratum<string>): Formula {
    return { kind: "sum", compartments: select(this.compartments, bases, filterOf(strata)) };
  }
}

const TIME: Formula = { kind: "time" };
