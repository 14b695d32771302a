// Unfinished runs as folders of files: the job, and for each chain its draws, only ever added to, and its state.

import { createHash, type Hash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { bytesOfNumbers, numbersOfBytes } from "../store/bytes.ts";
import { decodeMark, encodeMark, markOf, type ChainMark } from "../store/checkpoint.ts";
import {
  jobHeading,
  type ChainSoFar,
  type Checkpoint,
  type Job,
  type JobHeading,
  type JobSoFar,
} from "../store/job.ts";
import { decodePlain, encodePlain } from "../store/plain.ts";
import { latestFirst, type Jobs } from "../store/store.ts";
import { asFileError, fileName, namesIn, moveIfThere, readIfThere, writeAt, writeWhole } from "./disk.ts";
import { holdFile, isHeldFile } from "./lock-file.ts";

/** How the folders of jobs and the locks end. */
export const JOB_FOLDER = ".midsummer-job";
const LOCK = ".midsummer-lock";

/** Bytes of a number. */
const SIZE = 8;

/** All draws of a chain that its file has to begin with, and their digest so far. */
interface Tally {
  readonly numbers: number;
  readonly hash: Hash;
}

/**
 * A checkpoint writes its draws behind those that the state knows of, and then renames a new state into place: that
 * rename is the moment at which both count. What was cut off before it is written over, by the same digits.
 *
 * Errors: T106 where the disk is full, or refuses.
 */
export function fileJobs(folder: string): Jobs {
  const folderOf = (id: string) => join(folder, `${fileName(id)}${JOB_FOLDER}`);
  const lockOf = (key: string) => join(folder, `${fileName(key)}${LOCK}`);
  const tallies = new Map<string, Tally>();
  return {
    begin: (job) => asFileError(() => begin(folderOf(job.id), job)),
    append: (id, checkpoint) => asFileError(() => append(folderOf(id), checkpoint, tallies)),
    load: (id) => asFileError(() => load(folderOf(id))),
    list: () =>
      asFileError(async () => {
        const names = (await namesIn(folder)).filter((name) => name.endsWith(JOB_FOLDER));
        const headings = await Promise.all(names.map((name) => headingIn(join(folder, name))));
        return latestFirst(headings.filter((heading) => heading !== undefined));
      }),
    remove: (id) => asFileError(() => rm(folderOf(id), { recursive: true, force: true })),
    hold: (key) =>
      asFileError(async () => {
        await mkdir(folder, { recursive: true });
        return holdFile(lockOf(key));
      }),
    isHeld: (key) => isHeldFile(lockOf(key)),
  };
}

async function begin(folder: string, job: Job): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, "job"), encodePlain({ ...job, settings: { ...job.settings } }));
}

/** @param tallies  of the files that this process has written, by their names */
async function append(folder: string, checkpoint: Checkpoint, tallies: Map<string, Tally>): Promise<void> {
  const { chain, first, width, draws } = checkpoint;
  const files = chainFiles(folder, chain);
  const before = first * width;
  const known = tallies.get(files.draws);
  const tally = known?.numbers === before ? known : await tallyOf(files.draws, before);
  const bytes = bytesOfNumbers(draws);
  const hash = tally.hash.copy().update(bytes);
  await writeAt(files.draws, bytes, before * SIZE);
  // The checkpoint before stays, should this one be damaged one day.
  await moveIfThere(files.state, files.before);
  await writeWhole(files.state, encodeMark({ ...markOf(checkpoint), digest: hash.copy().digest("hex") }));
  tallies.set(files.draws, { numbers: before + draws.length, hash });
}

async function load(folder: string): Promise<JobSoFar | undefined> {
  const job = await jobIn(folder);
  if (job === undefined) return undefined;
  const chains: ChainSoFar[] = [];
  const damaged: number[] = [];
  for (let chain = 0; chain < job.settings.chains; chain += 1) {
    const kept = await statesIn(folder, chain);
    const sound = kept.map(async (bytes) => chainSoFar(folder, decodeMark(bytes)));
    const whole = await Promise.all(sound);
    const found = whole.find((each) => each !== undefined);
    if (found !== undefined) chains.push(found);
    if (kept.length > 0 && whole[0] === undefined) damaged.push(chain);
  }
  return { job, chains, damaged };
}

function chainFiles(folder: string, chain: number): { draws: string; state: string; before: string } {
  const file = (ending: string) => join(folder, `chain-${chain}.${ending}`);
  return { draws: file("draws"), state: file("state"), before: file("state-before") };
}

/** The states of a chain that there are, the latest first. */
async function statesIn(folder: string, chain: number): Promise<Uint8Array[]> {
  const { state, before } = chainFiles(folder, chain);
  const files = await Promise.all([readIfThere(state), readIfThere(before)]);
  return files.filter((bytes) => bytes !== undefined);
}

/** A folder that was made and not yet filled is no job. */
async function jobIn(folder: string): Promise<Job | undefined> {
  const bytes = await readIfThere(join(folder, "job"));
  const answer = bytes && decodePlain(bytes);
  // Its digest is right, so it is what `begin` wrote.
  return answer?.ok === true ? (answer.value as unknown as Job) : undefined;
}

async function headingIn(folder: string): Promise<JobHeading | undefined> {
  const job = await jobIn(folder);
  return job && jobHeading(job, await marksIn(folder, job));
}

async function marksIn(folder: string, { settings }: Job): Promise<ChainMark[]> {
  const numbers = Array.from({ length: settings.chains }, (_, chain) => chain);
  const states = await Promise.all(numbers.map((chain) => statesIn(folder, chain)));
  return states.flatMap(([latest, before]) => (latest && decodeMark(latest)) ?? (before && decodeMark(before)) ?? []);
}

async function chainSoFar(folder: string, mark: ChainMark | undefined): Promise<ChainSoFar | undefined> {
  if (mark === undefined) return undefined;
  const { numbers, digest, ...rest } = mark;
  const bytes = ((await readIfThere(chainFiles(folder, mark.chain).draws)) ?? Buffer.alloc(0)).subarray(
    0,
    numbers * SIZE,
  );
  if (createHash("sha256").update(bytes).digest("hex") !== digest) return undefined;
  return { ...rest, draws: numbersOfBytes(bytes) };
}

/** Errors: a file that does not have so many numbers. */
async function tallyOf(file: string, numbers: number): Promise<Tally> {
  const hash = createHash("sha256");
  if (numbers > 0) hash.update((await readFile(file)).subarray(0, numbers * SIZE));
  return { numbers, hash };
}
