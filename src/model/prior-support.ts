// Whether a value lies within the support of its prior, and where a chain starts whose value lies on an end of it.
import { formatNumber } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import type { NamedPrior } from "./build-priors.ts";
import { FAMILIES } from "./families.ts";
import type { Parameter, Prior, PriorFamily } from "./model.ts";

/**
 * Reports each parameter whose value lies outside of its prior's support: no chain could start there. A value on an end
 * of the support does where the density there is finite. What a scenario sets is not calibrated, so no prior judges it.
 */
export function checkSupport(
  priors: readonly NamedPrior[],
  parameters: readonly Parameter[],
  document: Document,
  report: Reporter,
): void {
  const set = setByScenario(document);
  for (const { name, parameter, ...prior } of priors) {
    const value = parameters[parameter]?.value;
    if (value === undefined || isWithin(prior, value) || set.has(name)) continue;
    const support = `${formatNumber(prior.lower)} to ${formatNumber(prior.upper)}`;
    const message = `The prior ${prior.family} has its support from ${support}, and the value of ${name} is ${formatNumber(value)}.`;
    const advice = `Give ${name} a value between the ends, or choose a prior that has it inside.`;
    report.error("E307", `priors.${name}`, message, advice);
  }
}

/** Names of the parameters to which the scenario laid over a document gives values. */
function setByScenario({ content, scenario }: Document): ReadonlySet<string> {
  const section = scenario === undefined ? undefined : content.scenarios[scenario]?.parameters;
  return new Set(typeof section === "object" && section !== null ? Object.keys(section) : []);
}

type Support = Pick<Prior, "family" | "arguments" | "lower" | "upper">;

/** Whether a chain can start at a value, or as near to it as it likes. */
export function isWithin({ family, arguments: values, lower, upper }: Support, value: number): boolean {
  const [atLower, atUpper] = FAMILIES[family].closed?.(values) ?? [false, false];
  return (value > lower && value < upper) || (atLower && value === lower) || (atUpper && value === upper);
}

/** How far inside a chain starts whose value lies on an end of the support, as a share of where the prior mostly lies. */
const INSIDE = 0.01;

/** A value that the transform to the real line can take: one on an end of the support moves a little inside. */
export function movedInside({ family, arguments: values, lower, upper }: Support, value: number): number {
  if (value !== lower && value !== upper) return value;
  const width = Number.isFinite(upper - lower) ? upper - lower : scaleOf(family, values);
  return value === lower ? lower + INSIDE * width : upper - INSIDE * width;
}

/** The scale of the families whose support has one end that belongs to it. */
function scaleOf(family: PriorFamily, [first = NaN, second = NaN]: readonly number[]): number {
  if (family === "exponential") return 1 / first;
  if (family === "gamma") return 1 / second;
  return family === "weibull" || family === "truncated_normal" ? second : first;
}
