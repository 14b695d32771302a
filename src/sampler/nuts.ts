// NUTS: Hamiltonian trajectories that end where they turn back (Hoffman and Gelman 2014), whose points are chosen by
// weight (Betancourt 2017), with step and metric learnt in warm-up.

import type { Answer } from "../base/issue.ts";
import { chainFrom } from "./chain.ts";
import type { Chain, ChainPlan, ChainTools, Plain, Sampler } from "./contract.ts";
import { placeAt, type Place, type Sloped } from "./leapfrog.ts";
import type { MetricKind } from "./metric.ts";
import { advance, beginNuts, reportOf, type NutsState } from "./nuts-moves.ts";
import { restored } from "./plain.ts";
import { findStart } from "./position.ts";
import { windowsOf } from "./windows.ts";

export interface NutsSettings {
  readonly metric: MetricKind;
  /** Mean acceptance of a trajectory's points that the step aims at. */
  readonly acceptance: number;
}

/** With the settings that Stan has by default, but for the metric: parameters of epidemics are correlated. */
export const nuts = nutsWith({ metric: "dense", acceptance: 0.8 });

export function nutsWith(settings: NutsSettings): Sampler {
  return {
    name: "nuts",
    needsGradient: true,
    start(tools, plan, start): Answer<Chain> {
      const density = sloped(tools);
      const places: Place[] = [];
      // The gradient is evaluated at each point tried: a chain starts only where there is one.
      const evaluate = (z: Float64Array): number => {
        const place = placeAt(density, z.slice());
        places.push(place);
        return place.gradient.every(Number.isFinite) ? place.logDensity : NaN;
      };
      const found = findStart({ ...tools, density: { ...density, evaluate } }, start);
      const place = places.at(-1);
      if (!found.ok || place === undefined) return { ok: false, issues: found.issues };
      const state = beginNuts(place, places.length, tools.random.position);
      return { ok: true, value: chainAt(tools, plan, state, settings), issues: [] };
    },
    resume: (tools: ChainTools, plan: ChainPlan, saved: Plain) =>
      chainAt(tools, plan, restored<NutsState>(saved), settings),
  };
}

/** Throws a RangeError where the density has no gradient: whoever chooses the sampler asks before. */
function sloped({ density }: ChainTools): Sloped {
  const { gradient } = density;
  if (gradient === undefined) throw new RangeError("NUTS wants a log density with a gradient");
  return { ...density, gradient };
}

function chainAt(tools: ChainTools, plan: ChainPlan, state: NutsState, settings: NutsSettings): Chain {
  const { numeric, random } = tools;
  const work = { density: sloped(tools), numeric, random, plan, settings, windows: windowsOf(plan.warmup) };
  return chainFrom(tools, plan, state, { advance: (at) => advance(work, at), report: reportOf });
}
