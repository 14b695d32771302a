// Plain data as bytes, and back to the same bits: what records and checkpoints are written in.

import type { Answer, Issue } from "../base/issue.ts";
import { digestBytes, DIGEST_LENGTH } from "../program/digest.ts";
import type { Plain } from "../sampler/contract.ts";
import { asciiBytes, byteReader, byteWriter, type ByteReader, type ByteWriter } from "./bytes.ts";

/** "MIDSPLN1": the digit is the format's version. */
const MAGIC = "MIDSPLN1";

/** What a value is; one byte stands before each. */
const TAG = { null: 0, false: 1, true: 2, number: 3, text: 4, numbers: 5, list: 6, record: 7 } as const;

/** No state of a sampler and no record is anywhere near so deep; deeper bytes were not written here. */
const MOST_DEPTH = 64;

/**
 * Magic, the value, and the SHA-256 of all before it. A value is its tag and
 *
 *     number   f64                         list     u32 count, values
 *     text     u32 bytes, UTF-8            record   u32 count, (text, value) in the order of the keys' code units
 *     numbers  u32 count, f64 each
 *
 * all little-endian. Equal data give equal bytes, whatever order their keys were set in. The bits of a Float64Array are
 * kept as they are; a single NaN has no bits that a program could see, and is written as 7ff8 0000 0000 0000. A key whose
 * value is undefined is left out.
 */
export function encodePlain(value: Plain): Uint8Array<ArrayBuffer> {
  const writer = byteWriter();
  writer.bytes(asciiBytes(MAGIC));
  write(writer, value);
  writer.bytes(digestBytes(writer.written()));
  return writer.written();
}

function write(writer: ByteWriter, value: Plain): void {
  if (value === null) return writer.byte(TAG.null);
  if (typeof value === "boolean") return writer.byte(value ? TAG.true : TAG.false);
  if (typeof value === "number") {
    writer.byte(TAG.number);
    return writer.number(value);
  }
  if (typeof value === "string") {
    writer.byte(TAG.text);
    return writer.text(value);
  }
  writeMany(writer, value);
}

function writeMany(writer: ByteWriter, value: Exclude<Plain, number | string | boolean | null>): void {
  if (value instanceof Float64Array) {
    writer.byte(TAG.numbers);
    writer.count(value.length);
    return writer.numbers(value);
  }
  if (isList(value)) {
    writer.byte(TAG.list);
    writer.count(value.length);
    return value.forEach((part) => write(writer, part));
  }
  const entries = Object.entries(value).filter(([, part]) => (part as Plain | undefined) !== undefined);
  writer.byte(TAG.record);
  writer.count(entries.length);
  for (const [key, part] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
    writer.text(key);
    write(writer, part);
  }
}

/** `Array.isArray` does not narrow a readonly list. */
function isList(value: object): value is readonly Plain[] {
  return Array.isArray(value);
}

/**
 * Reads what `encodePlain` wrote. No length found in the bytes is believed before it was compared with what is there.
 * Errors: T102 of a later format; T103 not of this kind, cut short, or changed.
 */
export function decodePlain(bytes: Uint8Array): Answer<Plain> {
  const reader = byteReader(bytes, Math.max(bytes.length - DIGEST_LENGTH, 0));
  try {
    const magic = String.fromCharCode(...reader.bytes(MAGIC.length));
    if (magic !== MAGIC) return failed(magic.slice(0, -1) === MAGIC.slice(0, -1) ? LATER_FORMAT : DAMAGED);
    const body = bytes.subarray(0, bytes.length - DIGEST_LENGTH);
    const digest = digestBytes(body);
    if (digest.some((byte, position) => byte !== bytes[body.length + position])) return failed(DAMAGED);
    const value = read(reader, 0);
    return reader.left === 0 ? { ok: true, value, issues: [] } : failed(DAMAGED);
  } catch (error) {
    if (error instanceof RangeError) return failed(DAMAGED);
    throw error;
  }
}

/** Errors: RangeError where the bytes end too soon, or hold what is never written. */
function read(reader: ByteReader, depth: number): Plain {
  if (depth > MOST_DEPTH) throw new RangeError("nested too deep");
  const tag = reader.byte();
  switch (tag) {
    case TAG.null:
      return null;
    case TAG.false:
      return false;
    case TAG.true:
      return true;
    case TAG.number:
      return reader.number();
    case TAG.text:
      return reader.text();
    case TAG.numbers:
      return reader.numbers(reader.count(8));
    case TAG.list:
      return Array.from({ length: reader.count(1) }, () => read(reader, depth + 1));
    case TAG.record:
      // An entry is at least an empty key, which is four bytes, and a tag. `fromEntries` sets no prototype.
      return Object.fromEntries(
        Array.from({ length: reader.count(5) }, () => [reader.text(), read(reader, depth + 1)] as const),
      );
    default:
      throw new RangeError(`no value has the tag ${tag}`);
  }
}

function failed(issue: Issue): Answer<Plain> {
  return { ok: false, issues: [issue] };
}

const LATER_FORMAT: Issue = {
  code: "T102",
  severity: "error",
  path: "",
  message: "this was saved by a later version of Midsummer.",
  advice: "Open it with that version, or load this page anew to get the latest one.",
};

const DAMAGED: Issue = {
  code: "T103",
  severity: "error",
  path: "",
  message: "what was saved is cut short or was changed: it does not have the digest that it was saved with.",
  advice: "Copy the file again from where it was saved.",
};
