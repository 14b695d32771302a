// Flows lowered when first asked for, so that a rate may be made of other flows, in whatever order they stand.

import type { Model } from "../model/model.ts";
import type { AbsoluteRate } from "./flows.ts";
import type { FlowRate, FlowRates } from "./flow-rates.ts";
import type { Formulas, Place } from "./formulas.ts";

/** A flow as it is integrated: a share of its source, or persons per time unit. */
export type Lowered = { readonly share: FlowRate } | { readonly absolute: AbsoluteRate };

export class LoweredFlows {
  private readonly done: (Lowered | undefined)[] = [];
  /** Flows whose rates are being lowered, outermost first. */
  private readonly open: number[] = [];
  private readonly model: Model;
  private readonly formulas: Formulas;
  private readonly rates: FlowRates;
  private readonly place: Place;

  constructor(model: Model, formulas: Formulas, rates: FlowRates, place: Place) {
    this.model = model;
    this.formulas = formulas;
    this.rates = rates;
    this.place = place;
  }

  all(): readonly Lowered[] {
    return this.model.flows.map((_, index) => this.at(index));
  }

  /** Errors: an Error where the rate of a flow is made of this flow itself, which `build` reports before. */
  at(index: number): Lowered {
    const known = this.done[index];
    if (known !== undefined) return known;
    const flow = this.model.flows[index];
    if (flow === undefined) throw new Error(`there is no flow ${index}`);
    if (this.open.includes(index)) throw new Error(`the rate of ${this.cycle(index)} is made of itself`);
    this.open.push(index);
    const lowered: Lowered =
      flow.absolute || flow.from === null
        ? {
            absolute: {
              from: flow.from,
              to: flow.to,
              rate: this.formulas.slot(flow.rate, this.place, `flows.${flow.family}.rate`),
            },
          }
        : { share: this.rates.split(flow, index) };
    this.open.pop();
    this.done[index] = lowered;
    return lowered;
  }

  private cycle(index: number): string {
    const names = [...this.open.slice(this.open.indexOf(index)), index].map((each) => this.model.flows[each]?.name);
    return names.join(" → ");
  }
}
