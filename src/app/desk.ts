// The page's questions to the desk worker: of slider positions only the last one is run, never a queue.
import type { Answer } from "../base/issue.ts";
import type { FanRequest } from "../run/fan.ts";
import type { Fan, InfectionOver, OpenedRegion, RemoteDesk, ScenarioRun } from "../run/worker-api.ts";
import type { RunOptions, Trajectory } from "../trajectory/trajectory.ts";

/** What the desk says where nothing is open: it is a new worker in the place of one that died. */
const NOTHING_OPEN = "S106";

/** The worker and all that it needs come at the first question, not with the first page. */
async function worker(): Promise<RemoteDesk> {
  const { desk: start } = await import("../browser/host.ts");
  return start();
}

/** What is asked for one position of the sliders. */
export interface Question {
  /** The document, opened before. */
  readonly text: string;
  /** [P] */
  readonly values: Float64Array;
  /** Names of the scenarios to run beside the baseline. */
  readonly scenarios: readonly string[];
  /** A stochastic document is asked for its replicates, and how often the infection dies out in them. */
  readonly isStochastic: boolean;
  readonly options: RunOptions;
}

export interface Simulated {
  readonly baseline: Answer<Trajectory>;
  /** By name; those that did not run are left out. */
  readonly scenarios: ReadonlyMap<string, ScenarioRun>;
  readonly chance: Chance | null;
}

/** What a stochastic document says beside one run. */
export interface Chance {
  readonly fans: readonly Fan[];
  /** Null for a document without an infection. */
  readonly extinction: InfectionOver | null;
}

interface Waiting {
  readonly question: Question;
  readonly resolve: (answer: Simulated | null) => void;
  readonly reject: (reason: unknown) => void;
}

let isBusy = false;
let next: Waiting | null = null;
/** The text that the worker has open; null where that is not known. */
let openText: string | null = null;
/** Number of the latest question that opens a text. */
let latest = 0;

export const desk = {
  /** Reads a document and runs it at its own values. */
  async open(text: string): Promise<Answer<OpenedRegion>> {
    const turn = ++latest;
    openText = null;
    const answer = await (await worker()).open(text);
    // Where the text is broken, the one before it stays open; it is opened again when it is needed.
    if (answer.ok && turn === latest) openText = text;
    return answer;
  },

  /** What is wrong with a text; the text that is open stays open unless this one is good. */
  async check(text: string): Promise<Answer<OpenedRegion>> {
    return this.open(text);
  },

  /** @returns null where a later call overtook this one before it was done */
  simulate(question: Question): Promise<Simulated | null> {
    return new Promise((resolve, reject) => {
      next?.resolve(null);
      next = { question, resolve, reject };
      if (!isBusy) void drain();
    });
  },

  /** Bands over many runs, on workers of their own: what the sliders ask goes on being answered. */
  async fans(request: FanRequest): Promise<Answer<Fan[]>> {
    const [{ fans }, { ensemblePool }] = await Promise.all([import("../run/fan.ts"), import("../browser/host.ts")]);
    return fans(ensemblePool(), request);
  },
};

async function drain(): Promise<void> {
  isBusy = true;
  while (next) {
    const { question, resolve, reject } = next;
    next = null;
    await run(question).then(resolve, reject);
  }
  isBusy = false;
}

/** The baseline first: scenarios and replicates of a position that the slider has left are not run any more. */
async function run({ text, values, scenarios: names, isStochastic, options }: Question): Promise<Simulated> {
  const baseline = await asked(text, (remote) => remote.simulate(values, undefined, options));
  const scenarios = new Map<string, ScenarioRun>();
  if (!baseline.ok) return { baseline, scenarios, chance: null };
  for (const name of names) {
    if (next) return { baseline, scenarios: new Map(), chance: null };
    const answer = await asked(text, (remote) => remote.compare(values, name, options));
    if (answer.ok) scenarios.set(name, answer.value);
  }
  return { baseline, scenarios, chance: isStochastic && !next ? await chanceOf(text, values) : null };
}

async function chanceOf(text: string, values: Float64Array): Promise<Chance | null> {
  const fans = await asked(text, (remote) => remote.replicates(values));
  const extinction = await asked(text, (remote) => remote.extinction(values));
  return fans.ok ? { fans: fans.value, extinction: extinction.ok ? extinction.value : null } : null;
}

/**
 * Asks about a text, which is opened first unless it is the one that is open: to hand its model over again takes longer
 * than to run it.
 */
async function asked<T>(text: string, question: (remote: RemoteDesk) => Promise<Answer<T>>): Promise<Answer<T>> {
  const opened = openText === text ? null : await desk.open(text);
  if (opened?.ok === false) return opened;
  const answer = await question(await worker());
  if (answer.ok || !answer.issues.some(({ code }) => code === NOTHING_OPEN)) return answer;
  const again = await desk.open(text);
  return again.ok ? question(await worker()) : again;
}
