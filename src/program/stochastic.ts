// Flows one by one, for stochastic leaps: who leaves a compartment is drawn at once over all flows out of it.

import { NONE, OP_ENTER, OP_LEAVE, OP_TALLY } from "../../assembly/layout.ts";
import type { Lowered } from "./lowered-flows.ts";
import type { Accumulator } from "./outputs.ts";
import type { Slot, Tables, Word } from "./tables.ts";

/** Emits the leap section: departures by source, then arrivals from the outside, then the counts of the outputs. */
export function emitLeaps(tables: Tables, flows: readonly Lowered[], accumulators: readonly Accumulator[]): void {
  // The numbers of a step stand side by side, one for every flow, counted by an output or not: an output more must
  // not change what is drawn.
  const events = tables.allocate(flows.length, "rate");
  const leaving = new Map<number, { readonly words: Word[]; count: number }>();
  const entering: Word[][] = [];
  flows.forEach((flow, index) => {
    const { from, to, coefficient, factor } = partsOf(flow, tables);
    const event = events[index] as Slot; // as many as flows
    if (from === null) {
      // From the outside to the outside: nobody is there to count.
      if (to !== null) entering.push([to, coefficient, event, index]);
      return;
    }
    const group = leaving.get(from) ?? { words: [], count: 0 };
    group.words.push(to ?? NONE, coefficient, factor, event, "absolute" in flow ? 1 : 0, index);
    group.count += 1;
    leaving.set(from, group);
  });
  const sources = [...leaving].sort(([a], [b]) => a - b);
  for (const [source, { words, count }] of sources) tables.emit("leap", OP_LEAVE, source, count, ...words);
  for (const words of entering) tables.emit("leap", OP_ENTER, ...words);
  for (const { row, flows: counted } of accumulators) {
    const slots = counted.flatMap((index) => events[index] ?? []);
    if (slots.length > 0) tables.emit("leap", OP_TALLY, row, slots.length, ...slots);
  }
}

interface Parts {
  readonly from: number | null;
  readonly to: number | null;
  readonly coefficient: Slot;
  readonly factor: Slot;
}

function partsOf(flow: Lowered, tables: Tables): Parts {
  const one = tables.constant(1);
  if ("absolute" in flow)
    return { from: flow.absolute.from, to: flow.absolute.to, coefficient: flow.absolute.rate, factor: one };
  const {
    coefficient,
    factor,
    flow: { from, to },
  } = flow.share;
  return { from, to, coefficient, factor: factor ?? one };
}
