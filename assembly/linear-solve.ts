// Dense linear equations: factors of a square matrix with partial pivoting, and solutions with them.
//
// Source: Golub and Van Loan, Matrix Computations, 4th ed., algorithms 3.4.1 and 3.1.1. Row-major; row i is n·8 bytes.

/**
 * Overwrites the matrix with its factors L (below the diagonal, its own diagonal is 1) and U.
 *
 * @param pivots  address of n i32: the row that was exchanged with row k at step k
 * @returns false where the matrix is singular or holds something that is not a number
 */
export function factorise(matrix: usize, n: i32, pivots: usize): bool {
  const rowBytes = (<usize>n) << 3;
  for (let k = 0; k < n; ++k) {
    const diagonal = (<usize>k) << 3;
    const top = matrix + <usize>k * rowBytes;
    const chosen = largestBelow(matrix, n, k);
    store<i32>(pivots + ((<usize>k) << 2), chosen);
    if (chosen != k) exchange(top, matrix + <usize>chosen * rowBytes, rowBytes);
    const pivot = load<f64>(top + diagonal);
    if (!(abs(pivot) > 0.0) || !isFinite(pivot)) return false;
    for (let i = k + 1; i < n; ++i) {
      const row = matrix + <usize>i * rowBytes;
      const entry = load<f64>(row + diagonal);
      // Most flows lead to a few neighbours: a row without an entry here stays as it is.
      if (entry == 0.0) continue;
      const multiple = entry / pivot;
      store<f64>(row + diagonal, multiple);
      subtractMultiple(row + diagonal + 8, top + diagonal + 8, rowBytes - diagonal - 8, multiple);
    }
  }
  return true;
}

/** x ← solution of matrix · solution = x. @param x  address of n f64 */
export function solve(matrix: usize, n: i32, pivots: usize, x: usize): void {
  const rowBytes = (<usize>n) << 3;
  for (let k = 0; k < n; ++k) {
    const chosen = (<usize>load<i32>(pivots + ((<usize>k) << 2))) << 3;
    const at = x + ((<usize>k) << 3);
    const value = load<f64>(x + chosen);
    store<f64>(x + chosen, load<f64>(at));
    store<f64>(at, value);
  }
  for (let i = 1; i < n; ++i) {
    const at = x + ((<usize>i) << 3);
    store<f64>(at, load<f64>(at) - product(matrix + <usize>i * rowBytes, x, (<usize>i) << 3));
  }
  for (let i = n - 1; i >= 0; --i) {
    const diagonal = (<usize>i) << 3;
    const row = matrix + <usize>i * rowBytes + diagonal;
    const rest = product(row + 8, x + diagonal + 8, rowBytes - diagonal - 8);
    store<f64>(x + diagonal, (load<f64>(x + diagonal) - rest) / load<f64>(row));
  }
}

/** The row from k on with the largest entry in column k; one that is not a number counts as the largest. */
function largestBelow(matrix: usize, n: i32, k: i32): i32 {
  const rowBytes = (<usize>n) << 3;
  let chosen = k;
  let largest = -1.0;
  for (let i = k; i < n; ++i) {
    const size = abs(load<f64>(matrix + <usize>i * rowBytes + ((<usize>k) << 3)));
    if (size <= largest) continue;
    largest = size;
    chosen = i;
    if (isNaN(size)) break;
  }
  return chosen;
}

function exchange(a: usize, b: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 8) {
    const value = load<f64>(a + i);
    store<f64>(a + i, load<f64>(b + i));
    store<f64>(b + i, value);
  }
}

/** row −= multiple · other. */
function subtractMultiple(row: usize, other: usize, bytes: usize, multiple: f64): void {
  const factor = f64x2.splat(multiple);
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    v128.store(row + i, f64x2.sub(v128.load(row + i), f64x2.mul(factor, v128.load(other + i))));
    v128.store(row + i, f64x2.sub(v128.load(row + i, 16), f64x2.mul(factor, v128.load(other + i, 16))), 16);
  }
  for (; i < bytes; i += 8) store<f64>(row + i, load<f64>(row + i) - multiple * load<f64>(other + i));
}

/** Σ a[i]·b[i] over `bytes`, two sums side by side. */
export function product(a: usize, b: usize, bytes: usize): f64 {
  let sums = f64x2.splat(0.0);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) sums = f64x2.add(sums, f64x2.mul(v128.load(a + i), v128.load(b + i)));
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; i < bytes; i += 8) sum += load<f64>(a + i) * load<f64>(b + i);
  return sum;
}
