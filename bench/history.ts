// What was measured before, on machines of the same kind: one JSON line per recording in bench/results/, and what has fallen since.

import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { fileURLToPath } from "node:url";
import { sourceCommit } from "../setup/source-version.mjs";
import type { Result } from "./result.ts";

const FOLDER = fileURLToPath(new URL("results/", import.meta.url));
/** A ratio that is larger by more than this share is told. */
const ALLOWED = 0.15;

/** A ratio to a comparator in the same run; the only kind of figure that another machine may be compared by. */
export interface Recorded {
  readonly case: string;
  readonly what: string;
  readonly lanes: number;
  readonly against: string;
  readonly ratio: number;
}

export interface Recording {
  /** ISO 8601. */
  readonly date: string;
  readonly commit: string;
  readonly figures: readonly Recorded[];
}

/** The ratios among results. */
export function ratiosOf(results: readonly Result[]): Recorded[] {
  return results.flatMap(({ case: name, what, lanes, against, ratio }) =>
    against === undefined || ratio === undefined
      ? []
      : { case: name, what, lanes, against, ratio: Number(ratio.toPrecision(4)) },
  );
}

/** One sentence for each ratio that is more than 15 % above the recorded one. What was not recorded is passed over. */
export function fallen(now: readonly Recorded[], before: readonly Recorded[]): string[] {
  const known = new Map(before.map((figure) => [keyOf(figure), figure.ratio]));
  return now.flatMap((figure) => {
    const ratio = known.get(keyOf(figure));
    if (ratio === undefined || figure.ratio <= ratio * (1 + ALLOWED)) return [];
    const slower = Math.round((figure.ratio / ratio - 1) * 100);
    return `${keyOf(figure)}: ${figure.ratio} × its time, ${ratio} × when it was recorded (${slower} % slower)`;
  });
}

function keyOf({ case: name, what, lanes, against }: Recorded): string {
  return `${name} ${what}, lanes ${lanes}, against ${against}`;
}

/** Adds a line to the file of this kind of machine. @returns the file's name */
export function record(results: readonly Result[]): string {
  const recording: Recording = { date: new Date().toISOString(), commit: sourceCommit(), figures: ratiosOf(results) };
  mkdirSync(FOLDER, { recursive: true });
  appendFileSync(`${FOLDER}${fileOf()}`, `${JSON.stringify(recording)}\n`);
  return `bench/results/${fileOf()}`;
}

/** The latest recording of this kind of machine, or of any other where there is none: ratios differ less than times. */
export function latest(): Recording | undefined {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith(".jsonl")) : [];
  const file = files.includes(fileOf()) ? fileOf() : files.sort()[0];
  if (file === undefined) return undefined;
  const line = readFileSync(`${FOLDER}${file}`, "utf8").trim().split("\n").at(-1);
  return line === undefined || line === "" ? undefined : (JSON.parse(line) as Recording); // written by `record`
}

/** Kind of machine: system, processor, and Node's major version, which is the version of V8. */
function fileOf(): string {
  const processor = cpus()[0]?.model ?? "unknown";
  const kind = `${platform()}-${arch()}-${processor}-node-${process.versions.node.split(".")[0] ?? ""}`;
  return `${kind.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.jsonl`;
}
