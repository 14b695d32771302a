// The first half of the line in one place: text → document → model → program, placed in a kernel.

import { hasErrors, type Answer, type Issue } from "../base/issue.ts";
import { parse } from "../document/parse.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Placed } from "../kernel/place.ts";
import { build } from "../model/build.ts";
import type { Model } from "../model/model.ts";
import { digestOfText } from "../program/digest.ts";
import { lower } from "../program/lower.ts";
import type { Program } from "../program/program.ts";

export interface Opened {
  readonly model: Model;
  readonly program: Program;
  readonly placed: Placed;
  readonly documentDigest: string;
  /** Notices and warnings of all steps. */
  readonly issues: readonly Issue[];
}

/**
 * Reads a document and places its program, which takes the place of any other in this kernel. A document that cannot be
 * run leaves the other where it is, and answers with the issues of the first step that cannot go on.
 */
export function openDocument(text: string, kernel: Kernel): Answer<Opened> {
  const document = parse(text);
  if (!document.ok) return document;
  const model = build(document.value);
  if (!model.ok) return { ok: false, issues: [...document.issues, ...model.issues] };
  const program = lower(model.value);
  const issues = [...document.issues, ...model.issues, ...program.issues];
  if (!program.ok || hasErrors(issues)) return { ok: false, issues };
  kernel.clear();
  const opened = {
    model: model.value,
    program: program.value,
    placed: kernel.place(program.value, 1),
    documentDigest: digestOfText(text),
    issues,
  };
  return { ok: true, value: opened, issues };
}
