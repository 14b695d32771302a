// Run files of format 1, which were written until November 2026: they are read for ever, and written no more.

import { numbersOfBytes } from "./bytes.ts";
import { drawsDigest } from "./digest.ts";
import type { ChainDraws, RunRecord } from "./record.ts";

export const MAGIC_1 = "MIDSRUN1";
/** The magic and the header's length as a 32-bit number stand before the header. */
const HEADER_AT = MAGIC_1.length + 4;

/** A record as format 1 had it: its chains hold no state, so they cannot go on. */
export type RecordOfFormat1 = Omit<RunRecord, "format"> & { readonly format: 1 };

/** What the header holds of a chain: all but its numbers. */
type ChainHeading = Omit<ChainDraws, "values" | "logPosterior" | "logWeights"> & {
  readonly draws: number;
  readonly weighted?: true;
};
type Header = Omit<RecordOfFormat1, "chains"> & { readonly chains: readonly ChainHeading[] };

/** A record of any format as one of the present one. */
export function upgraded(record: RecordOfFormat1 | RunRecord): RunRecord {
  return { ...record, format: 2 };
}

/**
 * Magic, length of the header (u32, little-endian), header (JSON in ASCII), and for each chain its values
 * [draw][parameter], its log posterior [draw] and, where it has any, its log weights [draw], little-endian f64.
 *
 * Errors: throws where the bytes are cut short, or the draws do not have their digest.
 */
export function decodeFormat1(bytes: Uint8Array): RunRecord {
  const record = recordIn(bytes);
  if (drawsDigest(record.chains) !== record.drawsDigest) throw new RangeError("the draws were changed");
  return upgraded(record);
}

function recordIn(bytes: Uint8Array): RecordOfFormat1 {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(MAGIC_1.length, true);
  // The digest that is checked afterwards stands for its shape.
  const header = JSON.parse(readAscii(bytes, HEADER_AT, length), revived) as Header;
  let offset = HEADER_AT + length;
  const take = (count: number) => {
    const end = offset + 8 * count;
    // A header may announce any number.
    if (!(end <= bytes.length)) throw new RangeError("the bytes end too soon");
    const numbers = numbersOfBytes(bytes.subarray(offset, end));
    offset = end;
    return numbers;
  };
  const chains = header.chains.map(({ draws, weighted, ...rest }): ChainDraws => {
    const chain = { ...rest, values: take(draws * header.parameters.length), logPosterior: take(draws) };
    return weighted === true ? { ...chain, logWeights: take(draws) } : chain;
  });
  if (offset !== bytes.byteLength) throw new Error("bytes are left over");
  return { ...header, chains };
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

function readAscii(bytes: Uint8Array, offset: number, length: number): string {
  if (offset + length > bytes.length) return "";
  // In pieces: a call takes only so many arguments.
  const pieces: string[] = [];
  for (let start = offset; start < offset + length; start += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, Math.min(start + 8192, offset + length))));
  }
  return pieces.join("");
}
