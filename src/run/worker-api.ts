// What a worker does for the page: one plain object. Failures are values; randomness depends on seed and chain alone.

import type { Answer, Issue } from "../base/issue.ts";
import type { SamplerName } from "../base/sampler-name.ts";
import type { Provenance } from "../document/provenance.ts";
import type { ShownModel } from "../model/shown.ts";
import type { Diagnosis } from "../sampler/diagnose.ts";
import type { Plain } from "../sampler/contract.ts";
import type { Checkpoint } from "../store/job.ts";
import type { ChainDraws } from "../store/record.ts";
import type { Bands } from "../trajectory/bands.ts";
import type { Extinction } from "../trajectory/replicates.ts";
import type { Difference } from "../trajectory/scenario.ts";
import type { RunOptions, Trajectory } from "../trajectory/trajectory.ts";
import type { Climb, ClimbProgress, ClimbRequest, StartsRequest, Survey } from "./analysis/fit-api.ts";
import type { LooRequest, ModelLoo, RankedModel, RankEntry } from "./analysis/loo-api.ts";
import type { Prediction, PredictRequest } from "./analysis/predict-api.ts";
import type { Evenness } from "./analysis/sbc-api.ts";

/** One per worker. The same object answers a page's questions and samples chains. */
export interface Desk {
  /** Reads a document, runs it at its own values, and keeps it for `simulate`. A document that fails leaves the last one. */
  open(text: string): Answer<OpenedRegion>;
  /**
   * Runs the document last opened, or a scenario of it, by name.
   *
   * @param values   [parameter] all parameters, on the natural scale; a scenario keeps those that it sets itself
   * @param options  such as `{ withoutReproduction: true }` while a slider moves
   */
  simulate(values: Float64Array, scenario?: string, options?: RunOptions): Answer<Trajectory>;
  /** Runs a scenario with the baseline that it takes over from, and says what it changes. Arguments as of `simulate`. */
  compare(values: Float64Array, scenario: string, options?: RunOptions): Answer<ScenarioRun>;
  /**
   * Runs one chain from warm-up, or from where it was saved, to its last draw; the answer holds the draws since then.
   * `onProgress` hears at most ten times a second. `onCheckpoint` hears every two seconds, and at the end; the chain goes
   * on once it has answered, so a store without room holds the chain up.
   */
  sampleChain(
    request: ChainRequest,
    onProgress: (progress: ChainProgress) => void,
    onCheckpoint?: (checkpoint: ChainCheckpoint) => Promise<void>,
  ): Promise<Answer<ChainDraws>>;
  /** The points from which a best fit is sought, the document's values first where they have a density. */
  starts(request: StartsRequest): Answer<Float64Array[]>;
  /** Climbs from one of them; see climb.ts. `onProgress` hears at most ten times a second. `stop` ends it, too. */
  climb(request: ClimbRequest, onProgress: (progress: ClimbProgress) => void): Promise<Answer<Climb>>;
  /** Looks around at a best fit. @param z  [prior] on the real line */
  survey(text: string, z: Float64Array): Answer<Survey>;
  /** Leave-one-out cross-validation of a document at draws from its posterior. */
  loo(request: LooRequest): Answer<ModelLoo>;
  /** Models that were cross-validated on the same data, each beside the best. */
  rank(entries: readonly RankEntry[]): Answer<RankedModel[]>;
  /** What might be observed at draws of the posterior, or of the priors. */
  predict(request: PredictRequest): Answer<Prediction>;
  /** Ends the chain that is being sampled: `sampleChain` then answers with the draws so far. */
  stop(): void;
  /** Makes a checkpoint of the chain that is being sampled, without waiting for the next one's time. */
  keep(): void;
  /** One block of an ensemble of a document; see ensemble-block.ts. */
  ensemble(request: BlockRequest & { readonly text: string }): Answer<EnsembleBlock>;
  /** Bands of outputs over the runs of an ensemble. */
  fans(request: FansOfRuns & { readonly text: string }): Answer<Fan[]>;
  /** Bands of every output over the replicates of the stochastic document last opened. Arguments as of `simulate`. */
  replicates(values: Float64Array, scenario?: string): Answer<Fan[]>;
  /** How often the infection has died out by each time, over those replicates. @param values as of `simulate` */
  extinction(values: Float64Array): Answer<InfectionOver>;
  /** One block of a simulation-based calibration, [simulation][parameter]; see simulation-ranks.ts. */
  ranks(request: RankRequest): Answer<number[][]>;
  /** Whether such ranks are uniform. @param names  of the calibrated parameters */
  evenness(names: readonly string[], ranks: readonly (readonly number[])[], seed: number): Answer<Evenness>;
  /** Summaries and verdict. `names` are calibrated parameters, in the order of the draws. */
  diagnose(names: readonly string[], chains: readonly ChainDraws[]): Answer<Diagnosis>;
}

export interface OpenedRegion {
  readonly model: ShownModel;
  readonly documentDigest: string;
  readonly programDigest: string;
  /** At the document's own values. */
  readonly trajectory: Trajectory;
  /** Where the value of each parameter comes from, in the order of the model. */
  readonly provenance: readonly Provenance[];
}

/** A scenario at one position of the sliders, beside the baseline from whose state it goes on. */
export interface ScenarioRun {
  readonly name: string;
  /** The output time at which it takes over, in the document's unit, and the position of that time. */
  readonly from: number;
  readonly row: number;
  readonly trajectory: Trajectory;
  /** The run without the scenario. Its adaptive steps begin anew at `from` as well: what is not changed differs by 0. */
  readonly baseline: Trajectory;
  /** [parameter] at which the scenario was run. */
  readonly values: Float64Array;
  /** One per output, in the model's order. */
  readonly differences: readonly Difference[];
}

/** Extinction of the infection, and the compartments, by position, of which none had anybody left. */
export interface InfectionOver extends Extinction {
  /** [T], in the document's unit. */
  readonly times: Float64Array;
  readonly compartments: readonly number[];
}

/** Simulations whose truths are to be ranked. */
export interface RankRequest {
  readonly text: string;
  readonly sampler: SamplerName;
  readonly warmup: number;
  readonly draws: number;
  readonly seed: number;
  /** Number of the first simulation, and how many there are. */
  readonly first: number;
  readonly simulations: number;
  /** The sampler is to be broken on purpose, to see whether the ranks show it: no Jacobian is counted. */
  readonly withoutJacobian?: boolean;
}

export interface ChainRequest {
  readonly text: string;
  readonly sampler: SamplerName;
  readonly seed: number;
  /** Number of the chain, from 0. */
  readonly chain: number;
  readonly warmup: number;
  readonly draws: number;
  /** What the chain saved when it was interrupted; without it, it begins. */
  readonly saved?: Plain;
  /** Milliseconds from one checkpoint to the next; 2,000 without it. One long move can make it more. */
  readonly checkpointEvery?: number;
}

/** A chain between two moves: its draws since the last checkpoint, and all that it takes to go on. */
export type ChainCheckpoint = Omit<Checkpoint, "first" | "elapsedMs">;

export interface ChainProgress {
  readonly chain: number;
  /** Rows so far, warm-up included. */
  readonly done: number;
  /** warmup + draws. */
  readonly total: number;
  readonly warmup: number;
  /** Row number, from 0 and warm-up included, of the first row of `values`; each further one is `thin` rows later. */
  readonly first: number;
  readonly thin: number;
  /** [row][parameter] since the last report, on the natural scale; at most 200 rows. */
  readonly values: Float64Array;
}

/** One block of an ensemble. */
export interface BlockRequest {
  /** Number of the block's first run in the ensemble: run n of a stochastic document is replicate n of its seed. */
  readonly first: number;
  /** [run][parameter], natural scale; [run][prior] where `of` says so. */
  readonly vectors: readonly Float64Array[];
  /** What a vector holds: all parameters, unless it is the calibrated ones, in the order of the priors. */
  readonly of?: "parameters" | "priors";
  /** A scenario by name; the baseline without it. */
  readonly scenario?: string;
  /** Positions of the outputs that are wanted; all without it. */
  readonly outputs?: readonly number[];
}

export interface EnsembleBlock {
  readonly first: number;
  /** Number of runs. */
  readonly runs: number;
  /** [T], in the document's unit. */
  readonly times: Float64Array;
  /** One for each output that was asked for: [run][T]. NaN where a run failed. */
  readonly outputs: readonly Float64Array[];
  /** Of a scenario: the same of the baseline that each of its runs goes on from. */
  readonly baselines: readonly Float64Array[] | null;
  /** Position of the output time at which the scenario takes over. */
  readonly row: number;
  /** What the runs reported, each thing once. */
  readonly issues: readonly Issue[];
}

/** Runs of an ensemble, to make bands of. */
export interface FansOfRuns {
  /** The outputs in it, by their positions in the model. */
  readonly outputs: readonly number[];
  readonly runs: readonly EnsembleBlock[];
  /** [run][parameter] or [run][prior], as of the ensemble. */
  readonly vectors: readonly Float64Array[];
  readonly of?: BlockRequest["of"];
  /** For the observation noise; null for bands without it. */
  readonly seed: number | null;
}

export interface Fan extends Bands {
  /** Position of the output in the model. */
  readonly output: number;
  /** [T], in the document's unit. */
  readonly times: Float64Array;
  /** With observation noise, where the output has a target; NaN at times at which the noise is not known. */
  readonly noise: Bands | null;
  /** Of a scenario: what it averts, each run beside its own baseline. */
  readonly averted?: AvertedBands;
}

/** [T] baseline − scenario; and, where the output counts persons, the sum over the scenario's period, [1]. */
export interface AvertedBands extends Bands {
  readonly total: Bands | null;
}

/** A desk on the other side of a worker's boundary. Where the worker has died, every answer is the issue S103. */
export type RemoteDesk = {
  readonly [Method in keyof Desk]: (...inputs: Parameters<Desk[Method]>) => Promise<Awaited<ReturnType<Desk[Method]>>>;
};

/** What a worker's file gives to the pure code: a clock and a pause. */
export interface Surroundings {
  /** Milliseconds since any fixed moment. */
  now(): number;
  /** Lets messages in, such as `stop`. */
  pause(): Promise<void>;
}
