// Calls in expressions: functions of values, functions of points, and present flows.
import { quote } from "../base/text.ts";
import type { Expression } from "../document/expression.ts";
import { BUILT_IN, FUNCTIONS } from "../document/words.ts";
import { EXAMPLES, adviseFunctions, applyFunction, applyToLists, isOneOfCounts, takesLists } from "./functions.ts";
import { earlier } from "./earlier.ts";
import type { Formula } from "./model.ts";
import { adviseNames } from "./names.ts";
import { REACH_IN_WORDS } from "./site.ts";
import { changesInRun } from "./signs.ts";
import type { Resolving, Site } from "./site.ts";

type Call = Expression & { readonly kind: "call" };

/** Formula of `name(a, b)`; undefined, with the reason reported, where it makes no sense. */
export function resolveCall(call: Call, site: Site, resolver: Resolving): Formula | undefined {
  const { name, operands, at } = call;
  if (name === "flow") return flowOf(call, site, resolver);
  const takes = FUNCTIONS.get(name);
  if (takes === undefined) return noFunction(name, at, site, resolver);
  const { least, most } = takes;
  if (operands.length < least || operands.length > most || !isOneOfCounts(name, operands.length)) {
    const wanted = least === most ? `takes ${least}` : `takes ${least} or ${most === 5 ? "5" : "more"}`;
    const message = `The function ${name} ${wanted} and was given ${operands.length}.`;
    return resolver.fail(site, at, "E203", message, `Write ${EXAMPLES.get(name) ?? `${name}(x)`}.`);
  }
  if (takesLists(name)) return pointsOf(call, site, resolver);
  const known = all(operands, site, resolver);
  if (name === "earlier") return earlierOf(known, call, site, resolver);
  return known.length === operands.length ? applyFunction(name, known) : undefined;
}

/** The formulas of those expressions that make sense. */
function all(expressions: readonly Expression[], site: Site, resolver: Resolving): Formula[] {
  return expressions.map((one) => resolver.resolve(one, site)).filter((formula) => formula !== undefined);
}

/** `earlier(school_open, 14)`. */
function earlierOf(
  [formula, lag]: readonly Formula[],
  { operands, at }: Call,
  site: Site,
  resolver: Resolving,
): Formula | undefined {
  if (formula === undefined || lag === undefined) return undefined;
  if (changesInRun(lag)) {
    const message = "How much earlier must not change in the run.";
    return resolver.fail(site, operands[1]?.at ?? at, "E208", message, "Write a number or a parameter.");
  }
  const found = earlier(formula, lag, resolver.points, resolver.shifted);
  if (found !== undefined) return found;
  const message = "The run keeps no history of sizes, flows and outputs, so there is no earlier value of this.";
  const advice = "Give it what hangs on time, parameters and series; an output may have a delay: [0, 0, 1].";
  return resolver.fail(site, operands[0]?.at ?? at, "E208", message, advice);
}

/** `interp(x, [x1, x2], [y1, y2])` and its like. */
function pointsOf({ name, operands, at }: Call, site: Site, resolver: Resolving): Formula | undefined {
  const [x, ...lists] = operands;
  const [first, second] = lists.map((list) => (list.kind === "list" ? list.items : undefined));
  const example = EXAMPLES.get(name) ?? "";
  if (x === undefined || first === undefined || second === undefined) {
    const message = `The function ${name} takes a value and two lists.`;
    return resolver.fail(site, at, "E203", message, `Write ${example}.`);
  }
  const extra = name === "piecewise" ? 1 : 0;
  if (second.length !== first.length + extra) {
    const message = `The lists of ${name} have ${first.length} and ${second.length} values.`;
    const advice = extra === 1 ? "Give one value more than there are breaks." : "Give as many values as points.";
    return resolver.fail(site, at, "E203", message, `${advice} For example ${example}.`);
  }
  const [value] = all([x], site, resolver);
  const points = all(first, site, resolver);
  const values = all(second, site, resolver);
  if (value === undefined || points.length < first.length || values.length < second.length) return undefined;
  const isOutOfOrder = points.some((point, index) => {
    const before = points[index - 1];
    return before?.kind === "constant" && point.kind === "constant" && !(point.value > before.value);
  });
  if (!isOutOfOrder) return applyToLists(name, value, points, values);
  const message = `The points of ${name} do not increase.`;
  return resolver.fail(site, at, "E214", message, "Write them in increasing order, each once.");
}

/** `flow(infection)`. */
function flowOf({ operands, at }: Call, site: Site, resolver: Resolving): Formula | undefined {
  const [operand] = operands;
  if (operands.length !== 1 || operand?.kind !== "name") {
    return resolver.fail(site, at, "E203", "The function flow takes the name of a flow.", "Write flow(infection).");
  }
  if (site.reach === "numbers" || site.reach === "parameters") {
    const message = `A flow changes in the run; ${REACH_IN_WORDS[site.reach]}.`;
    return resolver.fail(site, at, "E208", message, "Write a number, a parameter or a table.");
  }
  const { name } = operand;
  const { flows, missing } = resolver.names;
  if (flows.has(name)) return resolver.flowOf(name);
  if (missing.has(name)) return undefined;
  const advice = adviseNames(name, ["flow"], [...flows.keys()]);
  return resolver.fail(site, operand.at, "E205", `There is no flow ${quote(name)}.`, advice);
}

function noFunction(name: string, at: number, site: Site, resolver: Resolving): undefined {
  if (resolver.names.definitions.has(name) || BUILT_IN.includes(name)) {
    const isSeries = resolver.names.definitions.get(name)?.kind === "series";
    const advice = isSeries ? `Write earlier(${name}, 14) for its value 14 time units before.` : "Write * for times.";
    return resolver.fail(site, at, "E202", `${quote(name)} is no function.`, advice);
  }
  return resolver.fail(site, at, "E202", `There is no function ${quote(name)}.`, adviseFunctions(name));
}
