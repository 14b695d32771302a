// Optimises the compiled kernel until it gets no smaller: `node setup/smaller-kernel.mjs FILE`. The compiler's own last
// rounds leave about 500 bytes that a fresh start finds; what is computed, and in which order, stays the same.
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import binaryen from "binaryen";

const { SIMD128, MutableGlobals, SignExt, NontrappingFPToInt, BulkMemory, BulkMemoryOpt } = binaryen.Features;
/** What assemblyscript 0.28 may use with `--enable simd`; no relaxed SIMD, whose digits are not the same everywhere. */
const FEATURES = SIMD128 | MutableGlobals | SignExt | NontrappingFPToInt | BulkMemory | BulkMemoryOpt;
const MOST_ROUNDS = 6;

const [file = ""] = process.argv.slice(2);
binaryen.setOptimizeLevel(3);
binaryen.setShrinkLevel(2);
/** @type {Uint8Array} */
let best = readFileSync(file);
let latest = best;
for (let round = 0; round < MOST_ROUNDS; round += 1) {
  const next = optimised(latest);
  if (Buffer.compare(next, latest) === 0) break;
  latest = next;
  if (sent(latest) < sent(best)) best = latest;
}
writeFileSync(file, best);

/**
 * @param {Uint8Array} bytes
 * @returns {Uint8Array}
 */
function optimised(bytes) {
  const kernel = binaryen.readBinary(bytes);
  kernel.setFeatures(FEATURES);
  kernel.optimize();
  const smaller = kernel.emitBinary();
  kernel.dispose();
  return smaller;
}

/** Bytes that a server sends. @param {Uint8Array} bytes */
function sent(bytes) {
  return gzipSync(bytes, { level: 9 }).length;
}
