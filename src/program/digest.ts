// Content digests: the identity of a program, a document or a set of draws.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Bytes of a SHA-256. */
export const DIGEST_LENGTH = 32;

/** SHA-256 of bytes, as bytes. */
export function digestBytes(bytes: Uint8Array): Uint8Array {
  return sha256(bytes);
}

/** SHA-256 of bytes, hexadecimal. */
export function digestOfBytes(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** SHA-256 of a text in UTF-8, hexadecimal. */
export function digestOfText(text: string): string {
  return digestOfBytes(utf8ToBytes(text));
}

/** SHA-256 as eight 32-bit words, for a program's header, and hexadecimal. */
export function digestWords(bytes: Uint8Array): { words: Int32Array; text: string } {
  const digest = sha256(bytes);
  return { words: new Int32Array(digest.buffer, digest.byteOffset, 8), text: bytesToHex(digest) };
}
