// Runs a job to its record: its chains side by side, kept as they go, from wherever each of them is.

import type { Answer, Issue } from "../base/issue.ts";
import type { ChainReport, Plain } from "../sampler/contract.ts";
import { drawsDigest } from "../store/digest.ts";
import type { Job } from "../store/job.ts";
import type { ChainDraws, RunRecord } from "../store/record.ts";
import type { Store } from "../store/store.ts";
import type { Host, StopSignal, Urge, WorkerHandle } from "./host.ts";
import { joinedChain, type Draws } from "./joined-draws.ts";
import { keeperOf, type Keeper, type Pause } from "./keeper.ts";
import { makePool, type Pool } from "./pool.ts";
import type { ChainProgress } from "./worker-api.ts";

export interface RunOptions {
  readonly host: Host;
  /** Workers to use; without it the run makes its own and ends them. */
  readonly pool?: Pool;
  readonly onProgress?: (progress: ChainProgress) => void;
  /** Ends the run; the record then holds the draws so far. */
  readonly signal?: StopSignal;
  /** Keeps the run while it is under way, and its record. Without it, a run that dies is lost. */
  readonly store?: Store;
  /** Milliseconds from one checkpoint of a chain to the next; 2,000 without it. */
  readonly checkpointEvery?: number;
  /** Asks for a checkpoint between two of them. */
  readonly urge?: Urge;
  /** Hears the run's name, once the store knows it and no other tab or process can take it. */
  readonly onBegin?: (id: string) => void;
  /** Hears that the run waits because the store refused, and with undefined that it goes on. */
  readonly onPause?: (pause: Pause | undefined) => void;
}

/** A record, and where the store was to keep it and did not, why. */
export type RunAnswer = Answer<RunRecord> & { readonly unsaved?: Issue };

/** How far a chain was when its present sitting began. */
export interface ChainBefore {
  readonly rows: number;
  /** Of the run that the job makes longer, then of earlier sittings. */
  readonly draws: readonly Draws[];
  /** How many of them the store has as this job's. */
  readonly kept: number;
  readonly state: Plain;
  readonly report: ChainReport | Pick<ChainDraws, keyof ChainReport>;
}

/** A job at the beginning of a sitting. */
export interface Sitting {
  readonly job: Job;
  /** By number; absent where a chain is at its beginning. */
  readonly chains: ReadonlyMap<number, ChainBefore>;
  /** Milliseconds that it has taken before. */
  readonly elapsedMs: number;
  /** The store does not know the job yet. */
  readonly isNew: boolean;
}

/**
 * Runs a job. Its draws depend on the job alone, never on where it was interrupted. A chain that fails leaves the others
 * as they are: the record holds those that have draws, and the issues say what became of the rest.
 *
 * Errors: those of the chains; S103 where a worker died; S105 where no chain has a draw; T107 where another runs it.
 */
export async function runJob(sitting: Sitting, options: RunOptions): Promise<RunAnswer> {
  const { store, signal } = options;
  const { job } = sitting;
  if (store === undefined) return withPool(options, (pool) => sampleJob(sitting, options, pool));
  const hold = await store.jobs.hold(job.id);
  if (hold === undefined) return { ok: false, issues: [RUNS_ELSEWHERE] };
  // Where nobody hears of a pause, nobody would end it.
  const keeper = keeperOf(signal, options.onPause ?? ((pause) => pause?.without()));
  try {
    if (sitting.isNew) await keeper.keep(() => store.jobs.begin(job));
    options.onBegin?.(job.id);
    const answer = await withPool(options, (pool) => sampleJob(sitting, options, pool, keeper));
    if (!answer.ok) {
      // What a dead worker leaves can go on; a run that was stopped or cannot begin is over.
      if (!answer.issues.some(({ code }) => code === DEAD_WORKER)) await keeper.keep(() => store.jobs.remove(job.id));
      return answer;
    }
    const isSaved = await keeper.keep(() => store.put(answer.value));
    return isSaved || keeper.refusal === undefined ? answer : { ...answer, unsaved: keeper.refusal };
  } finally {
    await hold.release();
  }
}

const DEAD_WORKER = "S103";

async function withPool<T>({ pool, host }: RunOptions, run: (pool: Pool) => Promise<T>): Promise<T> {
  if (pool !== undefined) return run(pool);
  const own = makePool(host);
  try {
    return await run(own);
  } finally {
    own.close();
  }
}

async function sampleJob(
  sitting: Sitting,
  options: RunOptions,
  pool: Pool,
  keeper?: Keeper,
): Promise<Answer<RunRecord>> {
  const begunAt = options.host.now();
  const elapsed = () => sitting.elapsedMs + (options.host.now() - begunAt);
  const numbers = Array.from({ length: sitting.job.settings.chains }, (_, number) => number);
  const answers = await Promise.all(numbers.map((chain) => sample({ sitting, options, pool, keeper, elapsed, chain })));
  const issues = answers.flatMap((answer) => answer.issues);
  const chains = answers.flatMap((answer) => (answer.ok && answer.value.logPosterior.length > 0 ? [answer.value] : []));
  if (chains.length === 0) return { ok: false, issues: issues.length > 0 ? issues : [NO_DRAWS] };
  const record = await recordOf(sitting.job, pool, chains, elapsed);
  return record.ok ? { ...record, issues } : record;
}

interface ChainTask {
  readonly sitting: Sitting;
  readonly options: RunOptions;
  readonly pool: Pool;
  readonly keeper: Keeper | undefined;
  readonly elapsed: () => number;
  readonly chain: number;
}

/** One chain on the next free worker, and before its draws those that it had. */
async function sample(task: ChainTask): Promise<Answer<ChainDraws>> {
  const { sitting, chain } = task;
  const { settings } = sitting.job;
  const before = sitting.chains.get(chain);
  if (before === undefined) return sampleOn(task, undefined);
  const soFar = () => joinedChain(chain, before.draws, before.report, before.state);
  if (before.rows >= settings.warmup + settings.draws) return { ok: true, value: soFar(), issues: [] };
  const answer = await sampleOn(task, before);
  // Stopped before its turn, or its worker died: what it had is kept.
  if (!answer.ok) return { ok: true, value: soFar(), issues: answer.issues };
  const { chain: _, values, logPosterior, logWeights, state, ...report } = answer.value;
  const fresh = { values, logPosterior, ...(logWeights && { logWeights }) };
  return { ...answer, value: joinedChain(chain, [...before.draws, fresh], report, state) };
}

function sampleOn({ sitting, options, pool, keeper, elapsed, chain }: ChainTask, before?: ChainBefore) {
  const { id, document: text, settings } = sitting.job;
  const { store } = options;
  let first = before?.kept ?? 0;
  /** Draws that were not kept leave a gap, behind which nothing can be kept any more. */
  let hasGap = false;
  /** What a dead worker still had to say comes too late: another sitting may have begun. */
  let isOver = false;
  let writing: Promise<unknown> = Promise.resolve();
  return pool.run(async (worker): Promise<Answer<ChainDraws>> => {
    if (options.signal?.aborted === true) return { ok: false, issues: [] };
    const unheard = hearing(options, worker);
    try {
      const { sampler, seed, warmup, draws } = settings;
      const further = {
        ...(before && { saved: before.state }),
        ...(options.checkpointEvery !== undefined && { checkpointEvery: options.checkpointEvery }),
      };
      const answer = await worker.sampleChain(
        { text, sampler, seed, chain, warmup, draws, ...further },
        (progress) => options.onProgress?.(progress),
        async (checkpoint) => {
          if (store === undefined || keeper === undefined || hasGap || isOver) return;
          const kept = { ...checkpoint, first, elapsedMs: elapsed() };
          const isKept = keeper.keep(() => store.jobs.append(id, kept));
          writing = isKept;
          hasGap = !(await isKept);
          first += checkpoint.draws.length / checkpoint.width;
        },
      );
      return answer.ok ? answer : { ok: false, issues: answer.issues.map((issue) => ofChain(issue, chain)) };
    } finally {
      unheard();
      isOver = true;
      // A worker may die while its checkpoint is being written.
      await writing;
    }
  });
}

/** Passes on to a worker what the run is told. @returns what ends that */
function hearing({ signal, urge }: RunOptions, worker: WorkerHandle): () => void {
  const stop = () => void worker.stop();
  const keep = () => void worker.keep();
  signal?.addEventListener("abort", stop);
  urge?.addEventListener("keep", keep);
  return () => {
    signal?.removeEventListener("abort", stop);
    urge?.removeEventListener("keep", keep);
  };
}

async function recordOf(
  job: Job,
  pool: Pool,
  chains: readonly ChainDraws[],
  elapsed: () => number,
): Promise<Answer<RunRecord>> {
  const diagnosis = await pool.run(async (worker) => {
    // Another worker than the first may answer; the titles in the verdict are the document's.
    const opened = await worker.open(job.document);
    return opened.ok ? worker.diagnose(job.parameters, chains.map(withoutState)) : opened;
  });
  if (!diagnosis.ok) return diagnosis;
  const { before: _, ...rest } = job;
  const { settings } = job;
  const record: RunRecord = {
    format: 2,
    ...rest,
    elapsedMs: elapsed(),
    chains,
    drawsDigest: drawsDigest(chains),
    diagnosis: diagnosis.value,
    stopped: chains.length < settings.chains || chains.some((chain) => chain.logPosterior.length < settings.draws),
  };
  return { ok: true, value: record, issues: [] };
}

/** A diagnosis looks at the draws alone. */
function withoutState({ state: _, ...chain }: ChainDraws): ChainDraws {
  return chain;
}

function ofChain(issue: Issue, chain: number): Issue {
  return { ...issue, message: `chain ${chain + 1}: ${issue.message}` };
}

const NO_DRAWS: Issue = {
  code: "S105",
  severity: "error",
  path: "",
  message: "the run was stopped before a chain had finished its warm-up, so there are no draws to keep.",
  advice: "Let it run longer, or ask for a shorter warm-up.",
};

const RUNS_ELSEWHERE: Issue = {
  code: "T107",
  severity: "error",
  path: "",
  message: "another tab or process is running this calibration.",
  advice: "Wait for it or stop it there; it can be taken over once that tab or process is closed.",
};
