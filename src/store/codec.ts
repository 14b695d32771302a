// A run record as one file of bytes, and back; and its draws as a table.

import type { Answer, Issue } from "../base/issue.ts";
import type { Plain } from "../sampler/contract.ts";
import { asciiBytes } from "./bytes.ts";
import { drawsDigest } from "./digest.ts";
import { decodeFormat1, MAGIC_1 } from "./format-1.ts";
import { decodePlain, encodePlain } from "./plain.ts";
import type { RunRecord } from "./record.ts";

/** "MIDSRUN2": the digit is the format's version. */
const MAGIC = "MIDSRUN2";

/** The magic, and the record as `encodePlain` writes it. The same record gives the same bytes. */
export function encodeRecord(record: RunRecord): Uint8Array<ArrayBuffer> {
  return withMagic(record);
}

/**
 * What a run is apart from the wall clock: its file without `id`, `startedAt` and `elapsedMs`. These bytes are the same
 * for every run of one document with the same settings and software, whether it was interrupted or not.
 */
export function contentBytes({ id: _id, startedAt: _start, elapsedMs: _time, ...content }: RunRecord): Uint8Array {
  return withMagic(content);
}

function withMagic(content: object): Uint8Array<ArrayBuffer> {
  // A record consists of plain data, but an interface is not known to have no further fields.
  const body = encodePlain(content as { readonly [key: string]: Plain });
  const bytes = new Uint8Array(MAGIC.length + body.length);
  bytes.set(asciiBytes(MAGIC));
  bytes.set(body, MAGIC.length);
  return bytes;
}

/** Errors: T101 not a run file, T102 of a later format, T103 cut short or changed. */
export function decodeRecord(bytes: Uint8Array): Answer<RunRecord> {
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (magic.slice(0, -1) !== MAGIC.slice(0, -1)) return failed(NOT_A_RUN);
  if (magic === MAGIC_1) return ofFormat1(bytes);
  if (magic !== MAGIC) return failed(LATER_FORMAT);
  const plain = decodePlain(bytes.subarray(MAGIC.length));
  if (!plain.ok) return failed(DAMAGED);
  if (!isRecord(plain.value) || drawsDigest(plain.value.chains) !== plain.value.drawsDigest) return failed(DAMAGED);
  return { ok: true, value: plain.value, issues: [] };
}

function ofFormat1(bytes: Uint8Array): Answer<RunRecord> {
  try {
    return { ok: true, value: decodeFormat1(bytes), issues: [] };
  } catch {
    // A length that points outside the bytes, a header that is not JSON, draws that were changed.
    return failed(DAMAGED);
  }
}

/** The digest says that nothing was changed since it was written; this, that it was a record, and that its draws fit. */
function isRecord(value: unknown): value is RunRecord {
  if (!isObject(value)) return false;
  const { parameters, chains, settings, diagnosis } = value;
  const texts = [value["id"], value["title"], value["document"], value["startedAt"], value["drawsDigest"]];
  if (value["format"] !== 2 || !texts.every((text) => typeof text === "string")) return false;
  if (!Array.isArray(parameters) || !Array.isArray(chains) || !isObject(settings) || !isObject(diagnosis)) return false;
  return Array.isArray(diagnosis["parameters"]) && chains.every((chain) => isChain(chain, parameters.length));
}

function isChain(chain: unknown, width: number): boolean {
  if (!isObject(chain)) return false;
  const { values, logPosterior, logWeights = logPosterior } = chain;
  if (!(values instanceof Float64Array) || !(logPosterior instanceof Float64Array)) return false;
  const draws = logPosterior.length;
  return values.length === draws * width && logWeights instanceof Float64Array && logWeights.length === draws;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The draws as a table for other software: chain and draw counted from 1, log posterior, log weight where draws have one, parameters. */
export function drawsCsv(record: RunRecord): string {
  const width = record.parameters.length;
  const isWeighted = record.chains.some(({ logWeights }) => logWeights !== undefined);
  const first = ["chain", "draw", "log_posterior", ...(isWeighted ? ["log_weight"] : [])];
  const rows = [[...first, ...record.parameters].join(",")];
  for (const { chain, values, logPosterior, logWeights } of record.chains) {
    logPosterior.forEach((density, draw) => {
      const weight = isWeighted ? [logWeights?.[draw] ?? 0] : [];
      const parameters = values.subarray(draw * width, (draw + 1) * width);
      rows.push([chain + 1, draw + 1, density, ...weight, ...parameters].join(","));
    });
  }
  return `${rows.join("\n")}\n`;
}

function failed(issue: Issue): Answer<RunRecord> {
  return { ok: false, issues: [issue] };
}

const NOT_A_RUN: Issue = {
  code: "T101",
  severity: "error",
  path: "",
  message: "this file does not hold a run of Midsummer.",
  advice: "Choose a file that was saved with “Download the run”; it ends in .midsummer-run.",
};

const LATER_FORMAT: Issue = {
  code: "T102",
  severity: "error",
  path: "",
  message: "this run was saved by a later version of Midsummer.",
  advice: "Open it with that version, or load this page anew to get the latest one.",
};

const DAMAGED: Issue = {
  code: "T103",
  severity: "error",
  path: "",
  message: "this run file is cut short or was changed: its draws do not have the digest they were saved with.",
  advice: "Copy the file again from where it was saved.",
};
