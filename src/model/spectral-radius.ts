// The spectral radius of a nonnegative matrix, by plain arithmetic.

import { strongComponents } from "./components.ts";

/**
 * Largest modulus of an eigenvalue of a square matrix of numbers that are not negative: the largest of those of its
 * irreducible blocks. Infinity where an entry is infinite, NaN where one is not a number.
 *
 * Errors: relative, some 1e-14. Cost: of n rows some tens of n², and some n³ where two eigenvalues are nearly as large.
 * Source: Collatz, Math. Z. 48 (1942) 221–226, for the enclosure.
 */
export function spectralRadius(matrix: readonly ArrayLike<number>[]): number {
  const arrows: number[][] = [];
  let sum = 0;
  for (const row of matrix) {
    const columns: number[] = [];
    for (let column = 0; column < matrix.length; column += 1) {
      const value = row[column] ?? NaN;
      sum += value;
      if (value > 0) columns.push(column);
    }
    arrows.push(columns);
  }
  if (!Number.isFinite(sum)) return sum;
  let largest = 0;
  for (const members of strongComponents(matrix.length, (node) => arrows[node] ?? [])) {
    const block = blockOf(matrix, members);
    const unit = greatest(block);
    if (unit > 0) largest = Math.max(largest, unit * radiusOfBlock(scaled(block, unit), members.length));
  }
  return largest;
}

/** Row by row. */
function blockOf(matrix: readonly ArrayLike<number>[], members: readonly number[]): Float64Array<ArrayBuffer> {
  const block = new Float64Array(members.length * members.length);
  let at = 0;
  for (const row of members) {
    for (const column of members) {
      block[at] = matrix[row]?.[column] ?? NaN;
      at += 1;
    }
  }
  return block;
}

/** Bounds so near to each other differ by no more than the rounding of the sums that they are made of. */
function agrees({ lower, upper }: Bounds, size: number): boolean {
  return upper - lower <= (size + 8) * 5e-16 * upper;
}

/**
 * An irreducible block. The lower bound added on the diagonal makes one eigenvalue larger than all others, so that
 * products lead to its vector; where a few of them do not suffice, the matrix, scaled by what was found, is squared.
 */
function radiusOfBlock(block: Float64Array, size: number): number {
  if (size === 1) return block[0] ?? NaN;
  let vector = new Float64Array(size).fill(1);
  for (let n = 0; n < 24; n += 1) {
    const image = product(block, vector);
    const bounds = boundsOf(image, vector);
    if (agrees(bounds, size)) return (bounds.lower + bounds.upper) / 2;
    for (let i = 0; i < size; i += 1) image[i] = (image[i] ?? NaN) + bounds.lower * (vector[i] ?? NaN);
    vector = scaled(image, greatest(image));
  }
  const balanced = block.map(
    (value, at) => (value * (vector[at % size] ?? NaN)) / (vector[Math.floor(at / size)] ?? NaN),
  );
  return bySquaring(balanced, size);
}

/** Powers of two of the matrix make the bounds agree, however close the next eigenvalue is. */
function bySquaring(block: Float64Array, size: number): number {
  let vector = new Float64Array(size).fill(1);
  const shift = 0.5 * boundsOf(product(block, vector), vector).upper;
  let power = Float64Array.from(block, (value, at) => (at % (size + 1) === 0 ? value + shift : value));
  let found = NaN;
  for (let n = 0; n < 60; n += 1) {
    power = squared(power, size);
    const next = product(power, vector);
    vector = scaled(next, greatest(next));
    const image = product(block, vector);
    const bounds = boundsOf(image, vector);
    if (agrees(bounds, size)) return (bounds.lower + bounds.upper) / 2;
    found = total(image) / total(vector);
  }
  // Any two eigenvalues that differ at all have been told apart: what is left between the bounds is rounding.
  return found;
}

interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** Smallest and largest (K v)ᵢ / vᵢ: they enclose the spectral radius of an irreducible matrix. */
function boundsOf(image: Float64Array, vector: Float64Array): Bounds {
  let lower = Infinity;
  let upper = 0;
  for (let i = 0; i < image.length; i += 1) {
    const share = (image[i] ?? NaN) / (vector[i] ?? NaN);
    lower = Math.min(lower, share);
    upper = Math.max(upper, share);
  }
  return { lower, upper };
}

/** @param matrix  row by row */
function product(matrix: Float64Array, vector: Float64Array): Float64Array<ArrayBuffer> {
  const size = vector.length;
  const image = new Float64Array(size);
  for (let i = 0, at = 0; i < size; i += 1) {
    let sum = 0;
    for (let j = 0; j < size; j += 1, at += 1) sum += (matrix[at] ?? NaN) * (vector[j] ?? NaN);
    image[i] = sum;
  }
  return image;
}

/** The square, divided by its largest entry. */
function squared(matrix: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const square = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < size; k += 1) {
      const value = matrix[i * size + k] ?? NaN;
      for (let j = 0; j < size; j += 1) {
        square[i * size + j] = (square[i * size + j] ?? NaN) + value * (matrix[k * size + j] ?? NaN);
      }
    }
  }
  return scaled(square, greatest(square));
}

function greatest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i += 1) most = Math.max(most, values[i] ?? NaN);
  return most;
}

function scaled(values: Float64Array, unit: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) result[i] = (values[i] ?? NaN) / unit;
  return result;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] ?? NaN;
  return sum;
}
