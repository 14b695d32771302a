// Random numbers that are a pure function of seed, chain, stream and index: the counter-based generator Philox4x32-10.

import { STREAM_CHAIN, STREAM_INDEX, STREAM_SEED_HIGH, STREAM_SEED_LOW, STREAM_SPARE, STREAM_USE } from "./layout";
import { normalQuantile } from "./special/normal";

// The four words of the last block. Globals, because a function returns one value and nothing here may allocate.
let word0: u32 = 0;
let word1: u32 = 0;
let word2: u32 = 0;
let word3: u32 = 0;

/**
 * Ten rounds of Philox on one counter; leaves 128 random bits in word0 … word3.
 *
 * Source: Salmon, Moraes, Dror and Shaw (2011), “Parallel random numbers: as easy as 1, 2, 3”, SC'11, section 3.3 and
 * Random123's philox.h; checked against Random123's known-answer vectors.
 */
function philox(c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32): void {
  for (let round = 0; round < 10; round++) {
    const p0 = <u64>c0 * 0xd2511f53;
    const p1 = <u64>c2 * 0xcd9e8d57;
    c0 = (<u32>(p1 >> 32)) ^ c1 ^ k0;
    c2 = (<u32>(p0 >> 32)) ^ c3 ^ k1;
    c1 = <u32>p1;
    c3 = <u32>p0;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  word0 = c0;
  word1 = c1;
  word2 = c2;
  word3 = c3;
}

/** Word 0 … 3 of the block of a counter and key. For the test against the published vectors. */
export function philoxWord(word: i32, c0: i32, c1: i32, c2: i32, c3: i32, k0: i32, k1: i32): i32 {
  philox(c0, c1, c2, c3, k0, k1);
  return word == 0 ? word0 : word == 1 ? word1 : word == 2 ? word2 : word3;
}

/** 52 of 64 bits as the middle of one of 2⁵² equal cells of (0, 1): never 0, never 1, and exact. */
function toUnit(high: u32, low: u32): f64 {
  const bits = (((<u64>high) << 32) | low) >> 12;
  return (<f64>bits + 0.5) * 2.220446049250313e-16;
}

/** Makes the block that holds draw `index`: a block has four words, two draws. */
function blockOf(seedLo: u32, seedHi: u32, chain: u32, stream: u32, index: u64): void {
  const block = index >> 1;
  philox(<u32>block, <u32>(block >> 32), stream, chain, seedLo, seedHi);
}

function draw(seedLo: u32, seedHi: u32, chain: u32, stream: u32, index: u64): f64 {
  blockOf(seedLo, seedHi, chain, stream, index);
  return (index & 1) == 0 ? toUnit(word0, word1) : toUnit(word2, word3);
}

function toIndex(low: i32, high: i32): u64 {
  return ((<u64>(<u32>high)) << 32) | (<u64>(<u32>low));
}

/**
 * Uniform variate in the open interval (0, 1), a multiple of 2⁻⁵³: the draw numbered `index` of a stream.
 *
 * @param seedLo, seedHi    64-bit seed: the key of the generator
 * @param chain, stream     numbers of the chain and of the use within it; each pair is a sequence of its own
 * @param indexLo, indexHi  64-bit number of the draw; a caller with fewer than 2³² draws leaves indexHi at 0
 */
export function uniform(seedLo: i32, seedHi: i32, chain: i32, stream: i32, indexLo: i32, indexHi: i32): f64 {
  return draw(seedLo, seedHi, chain, stream, toIndex(indexLo, indexHi));
}

/** Standard normal variate: the inverse distribution function of the uniform one with the same arguments. */
export function normalVariate(seedLo: i32, seedHi: i32, chain: i32, stream: i32, indexLo: i32, indexHi: i32): f64 {
  return normalQuantile(uniform(seedLo, seedHi, chain, stream, indexLo, indexHi));
}

/**
 * Writes the n uniform variates from `index` on: the same numbers as n calls of `uniform`, at half the cost.
 *
 * @param ptr  [n] f64, overwritten
 */
export function fillUniforms(
  ptr: usize,
  n: i32,
  seedLo: i32,
  seedHi: i32,
  chain: i32,
  stream: i32,
  indexLo: i32,
  indexHi: i32,
): void {
  let index = toIndex(indexLo, indexHi);
  for (let i = 0; i < n; i++) {
    if (i == 0 || (index & 1) == 0) blockOf(seedLo, seedHi, chain, stream, index);
    store<f64>(ptr + ((<usize>i) << 3), (index & 1) == 0 ? toUnit(word0, word1) : toUnit(word2, word3));
    index++;
  }
}

/** Writes the n standard normal variates from `index` on: the same numbers as n calls of `normalVariate`. */
export function fillNormals(
  ptr: usize,
  n: i32,
  seedLo: i32,
  seedHi: i32,
  chain: i32,
  stream: i32,
  indexLo: i32,
  indexHi: i32,
): void {
  fillUniforms(ptr, n, seedLo, seedHi, chain, stream, indexLo, indexHi);
  for (let i = 0; i < n; i++) {
    const at = ptr + ((<usize>i) << 3);
    store<f64>(at, normalQuantile(load<f64>(at)));
  }
}

/** Puts a stream at its first draw. */
export function openStream(stream: usize, seedLo: i32, seedHi: i32, chain: i32, use: i32): void {
  store<i32>(stream, seedLo, STREAM_SEED_LOW);
  store<i32>(stream, seedHi, STREAM_SEED_HIGH);
  store<i32>(stream, chain, STREAM_CHAIN);
  store<i32>(stream, use, STREAM_USE);
  rewindStream(stream);
}

/** Back to the first draw. */
export function rewindStream(stream: usize): void {
  store<u64>(stream, 0, STREAM_INDEX);
}

/** The next uniform variate of a stream, the same number as `uniform` gives for its index; see STREAM_… of layout.ts. */
export function nextUniform(stream: usize): f64 {
  const index = load<u64>(stream, STREAM_INDEX);
  store<u64>(stream, index + 1, STREAM_INDEX);
  if ((index & 1) != 0) return load<f64>(stream, STREAM_SPARE);
  const chain = load<u32>(stream, STREAM_CHAIN);
  blockOf(
    load<u32>(stream, STREAM_SEED_LOW),
    load<u32>(stream, STREAM_SEED_HIGH),
    chain,
    load<u32>(stream, STREAM_USE),
    index,
  );
  store<f64>(stream, toUnit(word2, word3), STREAM_SPARE);
  return toUnit(word0, word1);
}
