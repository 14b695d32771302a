// The default sampler: a short trial of importance sampling, then the sampler that suits the target, and why.

import type { Answer } from "../base/issue.ts";
import { fits, chosenWithout, chosenImis, type Chosen } from "./choice.ts";
import type { Chain, ChainPlan, ChainReport, ChainTools, Plain, Row, Sampler } from "./contract.ts";
import { deMcz } from "./de-mcz.ts";
import { beginImis, imis, imisFrom, type ImisState } from "./imis.ts";
import { nuts } from "./nuts.ts";
import { plainCopy, restored } from "./plain.ts";

/** At most this share of warm-up is spent on the trial. */
const TRIAL_SHARE = 1 / 2;

const CHOSEN: Readonly<Record<Chosen["sampler"], Sampler>> = { imis, nuts, de_mcz: deMcz };

/**
 * All chains of a run make the same trial, an IMIS warm-up with random numbers of the seed alone, so all choose alike
 * and none waits for another. Where the trial's proposal fits, the chain goes on from it as IMIS with random numbers of
 * its own. Otherwise it begins anew with what is left of warm-up: NUTS where the gradient can be followed, DE-MCz where
 * it cannot.
 */
export const auto: Sampler = {
  name: "auto",
  needsGradient: false,
  start(tools, plan, start): Answer<Chain> {
    const trial = beginImis(shared(tools), plan, start);
    if (!trial.ok) return trial;
    const own = { home: trial.value.seen.z.slice(), randomPosition: tools.random.position };
    return { ...trial, value: chainOf(tools, plan, { ...own, choice: null, before: null, chain: null }, trial.value) };
  },
  resume(tools, plan, saved) {
    const { trial, ...state } = restored<Saved>(saved);
    return chainOf(tools, plan, state, trial);
  },
};

interface State {
  /** A point with a finite log density, around which a chain begins that does not go on from the trial. */
  readonly home: Float64Array;
  /** Position of the chain's own stream while the trial goes on. */
  readonly randomPosition: number;
  choice: Chosen | null;
  /** What the trial came to where another sampler was chosen. */
  before: { readonly rows: number; readonly evaluations: number; readonly failures: number } | null;
  /** The chosen sampler's chain, as it saves itself; null during the trial. */
  chain: Plain;
}

/** As plain data. The trial is null once there is a choice. */
type Saved = State & { readonly trial: ImisState | null };

/** With the stream that all chains share. */
function shared(tools: ChainTools): ChainTools {
  return { ...tools, random: tools.shared ?? tools.random };
}

/** A chain that continues from `state`, and in the trial from `trial`, both of which it overwrites. */
function chainOf(tools: ChainTools, plan: ChainPlan, state: State, trial: ImisState | null): Chain {
  let under: ImisState | null = trial;
  let chain = trial === null ? resumed(tools, plan, state) : imisFrom(shared(tools), plan, trial);
  const choose = (choice: Chosen): void => {
    const made = begun(tools, plan, { state, choice, trial: under });
    under = null;
    state.choice = made.choice;
    state.before = made.before;
    chain = made.chain;
  };
  if (under !== null && plan.warmup === 0) choose(chosenWithout(tools.density, null));
  return {
    total: plan.warmup + plan.draws,
    get rows() {
      return (state.before?.rows ?? 0) + chain.rows;
    },
    get finished() {
      return chain.finished;
    },
    get report() {
      return reportOf(state, chain.report);
    },
    save() {
      const kept: State & { trial: Plain } = { ...state, chain: null, trial: null };
      if (under === null) kept.chain = chain.save();
      else kept.trial = chain.save();
      return plainCopy(kept);
    },
    move(): Row | null {
      const row = chain.move();
      if (under === null) return row;
      if (fits(under)) choose(chosenImis(under));
      else if (under.learning === null || under.rows >= TRIAL_SHARE * plan.warmup) {
        choose(chosenWithout(tools.density, under));
      }
      return row;
    },
  };
}

interface Beginning {
  readonly state: State;
  readonly choice: Chosen;
  readonly trial: ImisState | null;
}

/** The chain of the chosen sampler at its beginning. `state` tells where the trial leaves it. */
function begun(tools: ChainTools, plan: ChainPlan, { state, choice, trial }: Beginning) {
  // Without a stream to share, the trial took numbers from the chain's own, which must not come again.
  const position = tools.shared === undefined ? tools.random.position : state.randomPosition;
  tools.random.position = position;
  const before = { rows: trial?.rows ?? 0, evaluations: trial?.evaluations ?? 0, failures: trial?.failures ?? 0 };
  if (choice.sampler === "imis" && trial !== null) {
    const chain = imisFrom(tools, plan, { ...trial, randomPosition: position });
    return { choice, before: null, chain };
  }
  const left = after(plan, before.rows);
  const started = CHOSEN[choice.sampler].start(tools, left, state.home);
  if (started.ok) return { choice, before, chain: started.value };
  // The log density at home is finite, so only a gradient can be missing there.
  const other: Chosen = {
    sampler: "de_mcz",
    reason: `${choice.reason}; but nowhere near the start is its slope finite`,
  };
  tools.random.position = position;
  const second = deMcz.start(tools, left, state.home);
  if (!second.ok) throw new RangeError("the log density at a chain's home is finite no more");
  return { choice: other, before, chain: second.value };
}

function resumed(tools: ChainTools, plan: ChainPlan, { choice, before, chain }: State): Chain {
  if (choice === null) throw new RangeError("a chain after its trial has a choice");
  return CHOSEN[choice.sampler].resume(tools, after(plan, before?.rows ?? 0), chain);
}

/** What is left of a plan after so many rows of warm-up. */
function after({ warmup, draws }: ChainPlan, rows: number): ChainPlan {
  return { warmup: warmup - rows, draws };
}

function reportOf({ choice, before }: State, report: ChainReport): ChainReport {
  return {
    ...report,
    evaluations: report.evaluations + (before?.evaluations ?? 0),
    failures: report.failures + (before?.failures ?? 0),
    ...(choice !== null && { chosen: choice }),
  };
}
