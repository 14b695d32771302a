// Which outputs a page shows, in which order, and which of them as one chart: observed ones first, strata together.
import type { ShownModel } from "../model/shown.ts";
import { isConstant, isReproduction, outputAt, outputOrder, targetsOf } from "./output-spec.ts";

/** Charts that stand open on a page without being observed: with more, the rest is folded away. */
const SHOWN_AT_ONCE = 6;
const SHOWN_UNOBSERVED = 3;

/** One chart: an output, or all the strata of a family. */
export interface OutputGroup {
  /** Stable over changes of the document: the name of the output or family. */
  readonly name: string;
  /** Positions among the model's outputs; more than one for a family. */
  readonly members: readonly [number, ...number[]];
}

export interface GroupedOutputs {
  readonly first: readonly OutputGroup[];
  /** Shown when asked for. */
  readonly more: readonly OutputGroup[];
}

/** Observed outputs first, a reproduction number below the first of them, then the others as far as there is room. */
export function groupOutputs(model: ShownModel): GroupedOutputs {
  const groups = groupsOf(model);
  const isObserved = ({ members }: OutputGroup): boolean => members.some((index) => targetsOf(model, index).length > 0);
  const isNumber = ({ members }: OutputGroup): boolean => isReproduction(outputAt(model, members[0]));
  const numbers = groups.filter(isNumber);
  const others = groups.filter((group) => !isNumber(group));
  const observed = others.filter(isObserved);
  const unobserved = others.filter((group) => !isObserved(group));
  const shown = groups.length <= SHOWN_AT_ONCE ? unobserved.length : observed.length > 0 ? 0 : SHOWN_UNOBSERVED;
  const [top, ...rest] = [...observed, ...unobserved.slice(0, shown)];
  return { first: [...(top ? [top] : []), ...numbers, ...rest], more: unobserved.slice(shown) };
}

function groupsOf(model: ShownModel): OutputGroup[] {
  const groups = new Map<string, [number, ...number[]]>();
  for (const index of outputOrder(model)) {
    if (isConstant(model, index)) continue;
    const { name, family } = outputAt(model, index);
    // A stratum with observations of its own has a chart of its own.
    const isAlone = family === undefined || targetsOf(model, index).length > 0;
    const key = isAlone ? name : `${family.name}[]`;
    const members = groups.get(key);
    if (members) members.push(index);
    else groups.set(key, [index]);
  }
  return [...groups].map(([name, members]) => ({ name, members }));
}
