// One document on screen: its text, the model it last made, the parameter values and the curve. Knows no elements.
import type { Issue } from "../base/issue.ts";
import type { ShownModel } from "../model/shown.ts";
import type { OpenedRegion, ScenarioRun } from "../run/worker-api.ts";
import type { Trajectory } from "../trajectory/trajectory.ts";
import { desk, type Chance, type Simulated } from "./desk.ts";
import { forget, keep, kept } from "./kept.ts";
import { OWN_DRAFT } from "./open-file.ts";
import { hasReproduction, withEarlierReproduction } from "./earlier-reproduction.ts";
import { joinedPath, regionFiles, withFiles } from "./region-files.ts";

/** Milliseconds after the last key until the text is checked. */
const CHECK_AFTER = 250;
/** Milliseconds that a slider rests before reproduction numbers follow it: they can cost more than the curves. */
const REST = 150;

/** The document that last made a model. */
export interface Good {
  readonly text: string;
  /** The text with the files that it reads: what runs and records are made of. */
  readonly whole: string;
  readonly model: ShownModel;
  readonly documentDigest: string;
  /** Where the value of each parameter comes from, in words. */
  readonly origins: readonly string[];
}

/** Emits `change`. */
export class Session extends EventTarget {
  /** Of a region below regions/, or null for the reader's own document. */
  readonly path: string | null;
  /** The region's text as published; null before it came, and for an own document. */
  original: string | null = null;
  text = "";
  good: Good | null = null;
  /** Of the present text. */
  issues: readonly Issue[] = [];
  /** [P] */
  values: Float64Array = new Float64Array();
  trajectory: Trajectory | null = null;
  /** Names of the scenarios that are shown, in the order of the document. */
  shown: readonly string[] = [];
  /** The scenarios that were run, by name, at the values of `trajectory`. */
  scenarios: ReadonlyMap<string, ScenarioRun> = new Map();
  /** Of a stochastic document, at the values of its latest complete answer. */
  chance: Chance | null = null;
  /** Of the latest run with the present values. */
  runIssues: readonly Issue[] = [];
  /** Of a text that was too big to be taken. */
  refused: readonly Issue[] = [];
  /** Why the document could not be loaded at all, or an empty text. */
  failure = "";
  isLoading = true;
  isDraftKept = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #check = 0;

  constructor(path: string | null) {
    super();
    this.path = path;
  }

  get #draftName(): string {
    return this.path === null ? OWN_DRAFT : `draft.${this.path}`;
  }

  /** True where the curves belong to the text as it stands. */
  get isCurrent(): boolean {
    return this.good !== null && this.good.text === this.text;
  }

  get isEdited(): boolean {
    return this.original !== null && this.text !== this.original;
  }

  /** Loads the text: a region from its file, with the reader's draft over it where there is one. */
  async load(): Promise<void> {
    try {
      await this.#load();
    } catch {
      this.failure = "What computes the curves could not be loaded. Look at the connection, then load the page again.";
    }
    this.isLoading = false;
    this.#changed();
  }

  async #load(): Promise<void> {
    if (this.path !== null) {
      this.original = await this.#fetchRegion(this.path);
      if (this.original === null) return;
    }
    this.text = kept(this.#draftName) ?? this.original ?? "";
    if (this.text.trim() !== "") await this.#open();
    // A draft that is broken still shows the curves of the region as published.
    if (this.good === null && this.isEdited && this.original !== null) await this.#open(this.original);
  }

  /** Takes a new text while it is typed; it is kept at once and checked a moment later. */
  edit(text: string): void {
    this.text = text;
    this.refused = [];
    if (this.path !== null && text === this.original) forget(this.#draftName);
    else this.isDraftKept = keep(this.#draftName, text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#open().then(() => this.#changed()), CHECK_AFTER);
    this.#changed();
  }

  /** Says what is wrong with a text that is too big, and leaves the present one. */
  refuse(text: string): void {
    void desk.check(text).then((answer) => {
      this.refused = answer.issues;
      this.#changed();
    });
  }

  setValue(index: number, value: number): void {
    this.values = this.values.with(index, value);
    void this.#simulate();
    this.#changed();
  }

  /** Moves several sliders at once. @param named  values by the names of parameters */
  setValues(named: ReadonlyMap<string, number>): void {
    const { parameters } = this.good?.model ?? { parameters: [] };
    this.values = this.values.map((value, index) => named.get(parameters[index]?.name ?? "") ?? value);
    void this.#simulate();
    this.#changed();
  }

  /** Shows a scenario beside the baseline, or hides it. */
  showScenario(name: string, isShown: boolean): void {
    const known = this.good?.model.scenarios?.map((scenario) => scenario.name) ?? [];
    this.shown = known.filter((each) => (each === name ? isShown : this.shown.includes(each)));
    if (isShown && !this.scenarios.has(name)) void this.#simulate();
    this.#changed();
  }

  resetValues(): void {
    if (!this.good) return;
    this.values = documentValues(this.good.model);
    void this.#simulate();
    this.#changed();
  }

  async #fetchRegion(path: string): Promise<string | null> {
    try {
      const response = await fetch(`regions/${path.split("/").map(encodeURIComponent).join("/")}`);
      if (response.ok) return await response.text();
      this.failure = `There is no region “${path.replace(/\.yaml$/, "")}”.`;
    } catch {
      this.failure = "The region could not be loaded. Look at the connection, then load the page again.";
    }
    return null;
  }

  /** Opens the present text, or `text` in its place; an answer that a later one overtook is dropped. */
  async #open(text = this.text): Promise<void> {
    const check = ++this.#check;
    const whole = this.path === null ? text : withFiles(text, await regionFiles(this.path, text));
    if (check !== this.#check) return;
    const answer = await desk.open(whole);
    if (check !== this.#check) return;
    if (text === this.text) this.issues = answer.issues;
    if (!answer.ok) return;
    const { model, documentDigest, trajectory, provenance } = answer.value;
    const before = this.good;
    this.good = {
      text,
      whole,
      model,
      documentDigest,
      origins: provenance.map((origin) => originWords(origin, this.path)),
    };
    this.shown = this.shown.filter((name) => model.scenarios?.some((scenario) => scenario.name === name));
    this.scenarios = new Map();
    this.chance = null;
    this.values = carriedValues(before?.model ?? null, this.values, model);
    const moved = this.values.some((value, index) => value !== model.parameters[index]?.value);
    if (moved) return this.#simulate();
    this.trajectory = trajectory;
    this.runIssues = [];
    if (this.shown.length > 0 || isStochastic(model)) return this.#simulate();
  }

  /** Curves at once, reproduction numbers once nothing more is asked for a moment. */
  async #simulate(isWhole = false): Promise<void> {
    if (!this.good) return;
    const { good, values, shown } = this;
    const withoutReproduction = !isWhole && hasReproduction(good.model);
    clearTimeout(this.#rest);
    if (withoutReproduction) this.#rest = setTimeout(() => void this.#simulate(true), REST);
    const options = { withoutReproduction };
    const question = { text: good.whole, values, scenarios: shown, isStochastic: isStochastic(good.model), options };
    const answer = await desk.simulate(question);
    if (answer === null || good !== this.good) return;
    this.#take(withoutReproduction ? withEarlierReproduction(answer, this, good.model) : answer);
    this.#changed();
  }

  /** Curves of one position of the sliders belong together: scenarios of an earlier one would show a false difference. */
  #take({ baseline, scenarios, chance }: Simulated): void {
    this.runIssues = baseline.issues;
    if (!baseline.ok || baseline.issues.some((issue) => issue.severity === "error")) return;
    this.trajectory = baseline.value;
    this.scenarios = scenarios;
    if (chance) this.chance = chance;
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

/** `0.031 from regions/malaysia/covid-19.yaml, line 12`. @param path of the region, or null for an own document */
function originWords({ text, file }: OpenedRegion["provenance"][number], path: string | null): string {
  const name = path === null ? "this document" : `regions/${path}`;
  const folder = name.slice(0, name.lastIndexOf("/") + 1);
  if (file === undefined) return text.replace("this document", name);
  return path === null ? text : text.replace(file, joinedPath(folder, file));
}

export function isStochastic(model: ShownModel): boolean {
  return model.integrator.method === "tau-leap";
}

export function documentValues(model: ShownModel): Float64Array {
  return Float64Array.from(model.parameters, (parameter) => parameter.value);
}

/** Sliders that the reader moved stay where they are while the text changes around them. */
export function carriedValues(before: ShownModel | null, values: Float64Array, after: ShownModel): Float64Array {
  return Float64Array.from(after.parameters, (parameter) => {
    const index = before?.parameters.findIndex((old) => old.name === parameter.name) ?? -1;
    const old = before?.parameters[index];
    const value = values[index];
    return old === undefined || value === undefined || value === old.value ? parameter.value : value;
  });
}
