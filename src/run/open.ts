// The first half of the line in one place: text → document → model → program, placed in a kernel.

import { hasErrors, type Answer, type Issue } from "../base/issue.ts";
import { bundle, identityOf } from "../document/bundle.ts";
import { placeOf, type Document, type Files } from "../document/document.ts";
import type { Kernel } from "../kernel/placed.ts";
import type { Placed } from "../kernel/placed.ts";
import { read } from "../model/build.ts";
import type { Model } from "../model/model.ts";
import { fitPriors } from "../posterior/fit-priors.ts";
import { digestOfText } from "../program/digest.ts";
import { lower } from "../program/lower.ts";
import type { Program } from "../program/program.ts";
import { chooseMethod } from "../trajectory/choose-method.ts";
import { simulate } from "../trajectory/simulate.ts";
import type { RunOptions, Trajectory } from "../trajectory/trajectory.ts";

/** Where the files come from that a document names; hosts make one. */
export type { Files };

export interface Opened {
  /** The document with all files that it reads, in one piece: what a record keeps. */
  readonly text: string;
  readonly model: Model;
  readonly program: Program;
  readonly placed: Placed;
  readonly document: Document;
  readonly documentDigest: string;
  /** Notices and warnings of all steps. */
  readonly issues: readonly Issue[];
}

/**
 * Reads a document and places its program, which takes the place of any other in this kernel. A document that cannot be
 * run leaves the other where it is, and answers with the issues of the first step that cannot go on.
 *
 * @param files  where the files come from that the document names and does not carry itself
 */
export function openDocument(written: string, kernel: Kernel, files?: Files): Answer<Opened> {
  // The digest is of all that made the run.
  const text = files === undefined ? written : bundle(written, files);
  const answer = read(text, files === undefined ? {} : { files });
  if (!answer.ok) return answer;
  const { document } = answer.value;
  const fitted = fitPriors(answer.value.model, kernel);
  const known = [...answer.issues, ...locate(document, fitted.issues)];
  if (!fitted.ok) return { ok: false, issues: known };
  const model = fitted.value;
  const lowered = lower(model);
  const issues = [...known, ...locate(document, lowered.issues)];
  if (!lowered.ok || hasErrors(issues)) return { ok: false, issues };
  const placed = placeWithin(kernel, lowered.value);
  if (!placed.ok) return { ok: false, issues: [...issues, ...locate(document, placed.issues)] };
  const chosen = chooseMethod(placed.value);
  const opened = {
    text,
    model,
    program: chosen.placed.program,
    placed: chosen.placed,
    document,
    documentDigest: digestOfText(identityOf(document)),
    issues: [...issues, ...locate(document, chosen.issues)],
  };
  return { ok: true, value: opened, issues: opened.issues };
}

/** Runs an opened document at a parameter vector; what it meets is told with its place in the text. */
export function run({ placed, document }: Opened, values: ArrayLike<number>, options: RunOptions = {}): Trajectory {
  const trajectory = simulate(placed, values, options);
  return { ...trajectory, issues: locate(document, trajectory.issues) };
}

/** A program that does not fit is an issue of the document: the steps and outputs it asks for. */
function placeWithin(kernel: Kernel, program: Program): Answer<Placed> {
  kernel.clear();
  return placeBeside(kernel, program);
}

/** As above, beside the programs that are there. */
export function placeBeside(kernel: Kernel, program: Program): Answer<Placed> {
  try {
    return { ok: true, value: kernel.place(program, 1), issues: [] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const advice = "Ask for fewer output times or outputs: a longer time.step, a shorter run.";
    return {
      ok: false,
      issues: [{ code: "K110", severity: "error", path: "time", message: `${error.message}.`, advice }],
    };
  }
}

/** Gives issues of later stages their place in the text, where what they speak of is written there. */
export function locate(document: Document, issues: readonly Issue[]): Issue[] {
  const whole = placeOf(document, "");
  return issues.map((issue) => {
    const place = placeOf(document, issue.path);
    return issue.place !== undefined || place === undefined || place === whole ? issue : { ...issue, place };
  });
}
