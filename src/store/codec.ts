// A run record as one file of bytes, and back: a header in JSON, then the draws as numbers.

import type { Answer, Issue } from "../base/issue.ts";
import { drawsDigest, readNumbers, writeNumbers } from "./digest.ts";
import type { ChainDraws, RunRecord } from "./record.ts";

/** "MIDSRUN1": the digit is the format's version. */
const MAGIC = "MIDSRUN1";
/** The magic and the header's length as a 32-bit number stand before the header. */
const HEADER_AT = MAGIC.length + 4;

/** What the header holds of a chain: all but its numbers. */
type ChainHeading = Omit<ChainDraws, Numbers> & { readonly draws: number; readonly weighted?: true };
type Numbers = "values" | "logPosterior" | "logWeights";
type Header = Omit<RunRecord, "chains"> & { readonly chains: readonly ChainHeading[] };

/**
 * Magic, length of the header (u32, little-endian), header (JSON in ASCII), and for each chain its values
 * [draw][parameter], its log posterior [draw] and, where it has any, its log weights [draw], little-endian f64.
 */
export function encodeRecord(record: RunRecord): Uint8Array<ArrayBuffer> {
  const chains = record.chains.map(headingOf);
  const header = asciiOf({ ...record, chains });
  const numbers = record.chains.flatMap(({ values, logPosterior, logWeights }) =>
    logWeights === undefined ? [values, logPosterior] : [values, logPosterior, logWeights],
  );
  const length = numbers.reduce((sum, array) => sum + array.byteLength, 0);
  const bytes = new Uint8Array(HEADER_AT + header.length + length);
  writeAscii(bytes, 0, MAGIC);
  new DataView(bytes.buffer).setUint32(MAGIC.length, header.length, true);
  writeAscii(bytes, HEADER_AT, header);
  let offset = HEADER_AT + header.length;
  for (const array of numbers) {
    writeNumbers(bytes, offset, array);
    offset += array.byteLength;
  }
  return bytes;
}

function headingOf({ values: _, logPosterior, logWeights, ...rest }: ChainDraws): ChainHeading {
  const heading = { ...rest, draws: logPosterior.length };
  return logWeights === undefined ? heading : { ...heading, weighted: true };
}

/** Errors: T101 not a run file, T102 of a later format, T103 cut short or changed. */
export function decodeRecord(bytes: Uint8Array): Answer<RunRecord> {
  const magic = readAscii(bytes, 0, MAGIC.length);
  if (magic.slice(0, -1) !== MAGIC.slice(0, -1)) return failed(NOT_A_RUN);
  if (magic !== MAGIC) return failed(LATER_FORMAT);
  try {
    const record = recordIn(bytes);
    if (drawsDigest(record.chains) !== record.drawsDigest) return failed(DAMAGED);
    return { ok: true, value: record, issues: [] };
  } catch {
    // A length that points outside the bytes, or a header that is not JSON.
    return failed(DAMAGED);
  }
}

function recordIn(bytes: Uint8Array): RunRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(MAGIC.length, true);
  // Written by `encodeRecord`: the digest that is checked afterwards stands for its shape.
  const header = JSON.parse(readAscii(bytes, HEADER_AT, length), revived) as Header;
  let offset = HEADER_AT + length;
  const take = (count: number) => {
    const numbers = readNumbers(bytes, offset, count);
    offset += numbers.byteLength;
    return numbers;
  };
  const chains = header.chains.map(({ draws, weighted, ...rest }): ChainDraws => {
    const chain = { ...rest, values: take(draws * header.parameters.length), logPosterior: take(draws) };
    return weighted === true ? { ...chain, logWeights: take(draws) } : chain;
  });
  if (offset !== bytes.byteLength) throw new Error("bytes are left over");
  return { ...header, chains };
}

/** The draws as a table for other software: chain and draw counted from 1, log posterior, then every parameter. */
export function drawsCsv(record: RunRecord): string {
  const width = record.parameters.length;
  const rows = [["chain", "draw", "log_posterior", ...record.parameters].join(",")];
  for (const { chain, values, logPosterior } of record.chains) {
    logPosterior.forEach((density, draw) => {
      rows.push([chain + 1, draw + 1, density, ...values.subarray(draw * width, (draw + 1) * width)].join(","));
    });
  }
  return `${rows.join("\n")}\n`;
}

/** Numbers that JSON has no words for; a text that looks like one of them is not confused with it. */
const NOT_FINITE: ReadonlyMap<string, number> = new Map([
  ["\u0000NaN", NaN],
  ["\u0000Infinity", Infinity],
  ["\u0000-Infinity", -Infinity],
]);

function revived(_key: string, value: unknown): unknown {
  return typeof value === "string" ? (NOT_FINITE.get(value) ?? value) : value;
}

/** JSON with every other character written as an escape, so that no host's text encoding comes into it. */
function asciiOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "number" && !Number.isFinite(part) ? `\u0000${part}` : part,
  );
  return text.replaceAll(/[^\u0000-\u007f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function writeAscii(bytes: Uint8Array, offset: number, text: string): void {
  for (let i = 0; i < text.length; i += 1) bytes[offset + i] = text.charCodeAt(i);
}

function readAscii(bytes: Uint8Array, offset: number, length: number): string {
  if (offset + length > bytes.length) return "";
  // In pieces: a call takes only so many arguments.
  const pieces: string[] = [];
  for (let start = offset; start < offset + length; start += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, Math.min(start + 8192, offset + length))));
  }
  return pieces.join("");
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
