// Runs that are not finished: one whose tab is gone goes on here by itself, one of another tab is watched.
import type { Issue } from "../base/issue.ts";
import { listInWords } from "../base/text.ts";
import { shareOf, type JobHeading, type JobSoFar } from "../store/job.ts";
import type { JobPlace, JobRow } from "../views/job-list.ts";
import { regionAddress } from "../views/region-list.ts";
import { versionIssue } from "../run/go-on-issue.ts";
import { drawsOfRows } from "../run/joined-draws.ts";
import { drawnOf, type Drawn } from "./active.ts";
import { desk } from "./desk.ts";
import { keep, kept } from "./kept.ts";
import { runs } from "./runs.ts";
import { openStore } from "./store.ts";

/** Milliseconds from one look at the runs of other tabs to the next: as often as they are kept. */
const LOOK_AGAIN = 2000;
/** Under which it is kept which run was taken up last, and where it was. */
const TAKEN_UP = "taken-up";

/** Emits `change`. */
class Interrupted extends EventTarget {
  /** All runs that are not finished, the latest start first. */
  rows: readonly JobRow[] = [];
  /** Why the last thing that was asked for was not done, or an empty text. */
  note = "";
  /** Tells other tabs that a run has begun or ended. */
  readonly #tabs = new BroadcastChannel("midsummer-jobs");
  #known: string | null = null;
  #looking: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Begins to look, and to take up what waits. */
  begin(): void {
    this.#tabs.addEventListener("message", () => void this.look());
    runs.addEventListener("change", () => this.#heed());
    void this.look();
  }

  /** Reads what the store has, and takes up a run that waits where none runs here. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => (this.#looking = null));
    return this.#looking;
  }

  /** Goes on with a run, whatever became of the last try. @returns true where it runs here now */
  async goOn(id: string): Promise<boolean> {
    if (runs.active) return this.#noted("Another calibration is running here; this one can go on after it.");
    const row = this.rows.find(({ job }) => job.id === id);
    return row !== undefined && (await this.#takeUp(row.job));
  }

  /** Ends a job with the draws that it has, as a run that was stopped. */
  async keepDraws(id: string): Promise<void> {
    const [{ resumeRun }, { browserHost }] = await Promise.all([
      import("../run/go-on.ts"),
      import("../browser/host.ts"),
    ]);
    const stop = new AbortController();
    stop.abort();
    const answer = await resumeRun(id, { host: browserHost(1), store: await openStore(), signal: stop.signal });
    this.#noted(answer.ok ? "" : wordsOf(answer.issues));
    this.#tabs.postMessage(null);
    await this.look();
  }

  /** Forgets a run and what it has drawn. */
  async discard(id: string): Promise<void> {
    await (await openStore()).jobs.remove(id);
    this.#noted("");
    this.#tabs.postMessage(null);
    await this.look();
  }

  /** A run has begun or ended in this tab. */
  #heed(): void {
    const id = runs.active?.id ?? null;
    if (id === this.#known) return;
    this.#known = id;
    this.#tabs.postMessage(null);
    void this.look();
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    const { jobs } = await openStore();
    const headings = await jobs.list();
    this.rows = await Promise.all(headings.map(async (job) => ({ job, place: await placeOf(job) })));
    this.dispatchEvent(new Event("change"));
    const waiting = this.rows.find(({ job, place }) => place === "waiting" && hasMoved(job));
    if (waiting && !runs.active) void this.#takeUp(waiting.job);
    if (this.rows.some(({ place }) => place === "elsewhere")) {
      this.#timer = setTimeout(() => void this.look(), LOOK_AGAIN);
    }
  }

  async #takeUp(job: JobHeading): Promise<boolean> {
    keep(TAKEN_UP, placeInRun(job));
    const store = await openStore();
    const soFar = await store.jobs.load(job.id);
    if (!soFar) return this.#noted("This run is not among the unfinished ones any more.");
    const opened = await desk.open(soFar.job.document);
    if (!opened.ok) return this.#noted(`The document of this run does not open any more. ${wordsOf(opened.issues)}`);
    const record = await store.get(job.id);
    const earlier = record ? drawnOf(record) : [];
    const first = (chain: number) => soFar.job.before[chain] || job.settings.warmup;
    const drawn = soFar.chains.map(({ chain, draws }): Drawn => {
      return { chain, first: first(chain), values: drawsOfRows(draws, job.parameters.length).values };
    });
    const { region: path, settings, rows } = job;
    const work = { path, address: addressOf(job), model: opened.value.model, settings };
    const note = `It was interrupted at ${Math.floor(100 * shareOf(job))} % and goes on from there.${damageWords(soFar)}`;
    const running = runs.resume(work, { id: job.id, rows, drawn: [...earlier, ...drawn], note });
    this.#noted("");
    void running.then(() => this.look());
    return true;
  }

  #noted(note: string): false {
    this.note = note;
    this.dispatchEvent(new Event("change"));
    return false;
  }
}

export const interrupted = new Interrupted();

/** The page that shows how far a run is. */
export function addressOf({ region }: Pick<JobHeading, "region">): string {
  return region === null ? "#/document" : regionAddress(region);
}

async function placeOf(job: JobHeading): Promise<JobPlace> {
  if (runs.active?.id === job.id) return "here";
  const { jobs } = await openStore();
  if (await jobs.isHeld(job.id)) return "elsewhere";
  const here = { version: __MIDSUMMER_VERSION__, commit: __MIDSUMMER_COMMIT__ };
  return versionIssue(job, here) === undefined ? "waiting" : "other-version";
}

/** A run that takes its tab down with it is not taken up by itself a second time from the same place. */
function hasMoved(job: JobHeading): boolean {
  return kept(TAKEN_UP) !== placeInRun(job);
}

function placeInRun({ id, rows }: JobHeading): string {
  return `${id} ${rows.join(",")}`;
}

function damageWords({ damaged }: JobSoFar): string {
  if (damaged.length === 0) return "";
  const chains = damaged.map((chain) => String(chain + 1));
  const which = `${chains.length === 1 ? "chain" : "chains"} ${listInWords(chains, "and")}`;
  return ` What was kept last of ${which} was damaged; what was kept before it serves, to the same digits.`;
}

function wordsOf(issues: readonly Issue[]): string {
  return issues.map(({ code, message, advice }) => `${code}: ${message} ${advice}`).join(" ");
}
