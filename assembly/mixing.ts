// The mixing matrix times a vector over groups: who is infected by whom.

/**
 * dst[i] = Σ_j M[i][j] · x[j], j in order, for each lane.
 *
 * @param dst         address of [G][lane], overwritten
 * @param bytes       length of a group vector: G rows of a slot each
 * @param x           address of [G][lane]
 * @param matrix      address of [G][G] f64, row-major (row: infected, column: infecting), the same for all lanes
 * @param transposed  the same by columns, which one lane can read in pairs of rows
 */
export function mix<T>(dst: usize, bytes: usize, x: usize, matrix: usize, transposed: usize): void {
  if (offsetof<T>() == 8) mixOne(dst, bytes, x, transposed);
  else mixPairs<T>(dst, bytes, x, matrix);
}

function mixOne(dst: usize, bytes: usize, x: usize, transposed: usize): void {
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    let column = transposed + i;
    let value = f64x2.splat(load<f64>(x));
    let p = f64x2.mul(v128.load(column), value);
    let q = f64x2.mul(v128.load(column, 16), value);
    let r = f64x2.mul(v128.load(column, 32), value);
    let s = f64x2.mul(v128.load(column, 48), value);
    for (let j: usize = 8; j < bytes; j += 8) {
      column += bytes;
      value = f64x2.splat(load<f64>(x + j));
      p = f64x2.add(p, f64x2.mul(v128.load(column), value));
      q = f64x2.add(q, f64x2.mul(v128.load(column, 16), value));
      r = f64x2.add(r, f64x2.mul(v128.load(column, 32), value));
      s = f64x2.add(s, f64x2.mul(v128.load(column, 48), value));
    }
    v128.store(dst + i, p);
    v128.store(dst + i, q, 16);
    v128.store(dst + i, r, 32);
    v128.store(dst + i, s, 48);
  }
  for (; i < bytes; i += 8) {
    let sum = load<f64>(transposed + i) * load<f64>(x);
    for (let j: usize = 8, column = transposed + i + bytes; j < bytes; j += 8, column += bytes) {
      sum += load<f64>(column) * load<f64>(x + j);
    }
    store<f64>(dst + i, sum);
  }
}

/** Four rows at a time: eight sums in registers, of which none waits for another. */
function mixPairs<T>(dst: usize, bytes: usize, x: usize, matrix: usize): void {
  const width = offsetof<T>();
  const rowBytes = (bytes / width) << 3;
  let row = matrix;
  let i: usize = 0;
  for (; i + 4 * width <= bytes; i += 4 * width, row += 4 * rowBytes) {
    for (let lane: usize = 0; lane < width; lane += 32) {
      if (width >= 32) mixFour<T>(dst + i + lane, x + lane, row, rowBytes);
      else mixFourPairs<T>(dst + i, x, row, rowBytes);
    }
  }
  for (; i < bytes; i += width, row += rowBytes) {
    for (let lane: usize = 0; lane < width; lane += 16) mixRow<T>(dst + i + lane, x + lane, row, rowBytes);
  }
}

/** Four rows, four lanes. */
// @ts-ignore: decorator
@inline
function mixFour<T>(dst: usize, x: usize, a: usize, rowBytes: usize): void {
  const b = a + rowBytes;
  const c = b + rowBytes;
  const d = c + rowBytes;
  let left = v128.load(x);
  let right = v128.load(x, 16);
  let weight = v128.load64_splat(a);
  let a0 = f64x2.mul(weight, left);
  let a1 = f64x2.mul(weight, right);
  weight = v128.load64_splat(b);
  let b0 = f64x2.mul(weight, left);
  let b1 = f64x2.mul(weight, right);
  weight = v128.load64_splat(c);
  let c0 = f64x2.mul(weight, left);
  let c1 = f64x2.mul(weight, right);
  weight = v128.load64_splat(d);
  let d0 = f64x2.mul(weight, left);
  let d1 = f64x2.mul(weight, right);
  for (let j: usize = 8, source = x + offsetof<T>(); j < rowBytes; j += 8, source += offsetof<T>()) {
    left = v128.load(source);
    right = v128.load(source, 16);
    weight = v128.load64_splat(a + j);
    a0 = f64x2.add(a0, f64x2.mul(weight, left));
    a1 = f64x2.add(a1, f64x2.mul(weight, right));
    weight = v128.load64_splat(b + j);
    b0 = f64x2.add(b0, f64x2.mul(weight, left));
    b1 = f64x2.add(b1, f64x2.mul(weight, right));
    weight = v128.load64_splat(c + j);
    c0 = f64x2.add(c0, f64x2.mul(weight, left));
    c1 = f64x2.add(c1, f64x2.mul(weight, right));
    weight = v128.load64_splat(d + j);
    d0 = f64x2.add(d0, f64x2.mul(weight, left));
    d1 = f64x2.add(d1, f64x2.mul(weight, right));
  }
  v128.store(dst, a0);
  v128.store(dst, a1, 16);
  v128.store(dst + offsetof<T>(), b0);
  v128.store(dst + offsetof<T>(), b1, 16);
  v128.store(dst + 2 * offsetof<T>(), c0);
  v128.store(dst + 2 * offsetof<T>(), c1, 16);
  v128.store(dst + 3 * offsetof<T>(), d0);
  v128.store(dst + 3 * offsetof<T>(), d1, 16);
}

/** Four rows, two lanes. */
// @ts-ignore: decorator
@inline
function mixFourPairs<T>(dst: usize, x: usize, a: usize, rowBytes: usize): void {
  const b = a + rowBytes;
  const c = b + rowBytes;
  const d = c + rowBytes;
  let both = v128.load(x);
  let a0 = f64x2.mul(v128.load64_splat(a), both);
  let b0 = f64x2.mul(v128.load64_splat(b), both);
  let c0 = f64x2.mul(v128.load64_splat(c), both);
  let d0 = f64x2.mul(v128.load64_splat(d), both);
  for (let j: usize = 8, source = x + offsetof<T>(); j < rowBytes; j += 8, source += offsetof<T>()) {
    both = v128.load(source);
    a0 = f64x2.add(a0, f64x2.mul(v128.load64_splat(a + j), both));
    b0 = f64x2.add(b0, f64x2.mul(v128.load64_splat(b + j), both));
    c0 = f64x2.add(c0, f64x2.mul(v128.load64_splat(c + j), both));
    d0 = f64x2.add(d0, f64x2.mul(v128.load64_splat(d + j), both));
  }
  v128.store(dst, a0);
  v128.store(dst + offsetof<T>(), b0);
  v128.store(dst + 2 * offsetof<T>(), c0);
  v128.store(dst + 3 * offsetof<T>(), d0);
}

/** One row, two lanes. */
// @ts-ignore: decorator
@inline
function mixRow<T>(dst: usize, x: usize, row: usize, rowBytes: usize): void {
  let sum = f64x2.mul(v128.load64_splat(row), v128.load(x));
  for (let j: usize = 8, source = x + offsetof<T>(); j < rowBytes; j += 8, source += offsetof<T>()) {
    sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(row + j), v128.load(source)));
  }
  v128.store(dst, sum);
}
