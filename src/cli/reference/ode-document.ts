// Turns a system of differential equations, written as formulas, into a Midsummer document of absolute flows.

export interface OdeProblem {
  readonly stiff: boolean;
  readonly t0: number;
  readonly parameters: Readonly<Record<string, number>>;
  readonly initial: Readonly<Record<string, number>>;
  /** Right-hand side of each state, in the states, the parameters, `t` and `pi`. */
  readonly rhs: Readonly<Record<string, string>>;
}

/**
 * A document that runs the problem from `t0` to `end` in one output step; each state is an output, in order.
 *
 * A compartment cannot begin below zero, so a state that does is kept as itself plus `shifts[state]`.
 */
export function odeDocument(problem: OdeProblem, end: number): { text: string; shifts: number[] } {
  const states = Object.keys(problem.initial);
  const shifts = states.map((state) => shiftOf(problem.initial[state] ?? 0));
  const names = new Map(Object.keys(problem.parameters).map((name) => [name, `p_${name}`]));
  states.forEach((state, position) => {
    const shift = shifts[position] ?? 0;
    names.set(state, shift === 0 ? `y_${state}` : `(y_${state} - ${shift})`);
  });
  const entries = <T>(pairs: readonly (readonly [string, T])[]) => Object.fromEntries(pairs);
  const document = {
    midsummer: 1,
    title: "Differential equations",
    time: { unit: "day", start: problem.t0, end, step: end - problem.t0 },
    integrator: {
      method: problem.stiff ? "rodas5p" : "dopri5",
      rtol: problem.stiff ? STIFF_RTOL : RTOL,
      atol: atolOf(problem),
      max_steps: MAX_STEPS,
      dense: false,
    },
    parameters: entries(Object.entries(problem.parameters).map(([name, value]) => [`p_${name}`, value])),
    compartments: states.map((state) => `y_${state}`),
    initial: entries(
      states.map((state, position) => [`y_${state}`, (problem.initial[state] ?? 0) + (shifts[position] ?? 0)]),
    ),
    flows: entries(
      states.map((state) => [
        `d_${state}`,
        { kind: "absolute", to: `y_${state}`, rate: renamed(problem.rhs[state] ?? missing(state), names) },
      ]),
    ),
    outputs: entries(states.map((state) => [`out_${state}`, { compartments: `y_${state}` }])),
  };
  // JSON is YAML.
  return { text: JSON.stringify(document, null, 1), shifts };
}

/** Tighter than any listed disagreement, and some hundred times the rounding of one step. */
const RTOL = 1e-13;
/** Where large flows cancel, rounding shows in the error of a step: as tight as it lets the steps still grow. */
const STIFF_RTOL = 1e-12;
const MAX_STEPS = 10_000_000;

/** So far below the states that only the relative tolerance counts; above zero for states that begin at zero. */
function atolOf({ initial }: OdeProblem): number {
  const sizes = Object.values(initial)
    .map(Math.abs)
    .filter((size) => size > 0);
  return 1e-18 * Math.min(1, ...sizes);
}

/** 0, or a power of two that is larger than what lies below zero, so that adding it rounds as little as can be. */
function shiftOf(value: number): number {
  if (value >= 0) return 0;
  let shift = 1;
  while (shift <= -value) shift *= 2;
  return shift;
}

function missing(state: string): never {
  throw new Error(`rhs has no formula for ${state}`);
}

const NUMBER_OR_NAME = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z_]\w*/g;

/** The formula with the problem's names replaced, so that none can clash with a word of the document's language. */
function renamed(formula: string, names: ReadonlyMap<string, string>): string {
  return formula.replaceAll("**", "^").replaceAll(NUMBER_OR_NAME, (word) => names.get(word) ?? word);
}
