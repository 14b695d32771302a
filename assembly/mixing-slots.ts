// Mixing that varies: a matrix in slots, blended from fixed matrices or given entry by entry, times a vector over groups.

/**
 * dst[e] = Σ_k scale_k · K_k[e], k in order, for each lane.
 *
 * @param dst    address of [element][lane], overwritten
 * @param bytes  length of the elements: a slot each
 * @param terms  nTerms pairs of i32: address of the scale's slot, address of as many shared f64 as there are elements
 */
export function blend<T>(dst: usize, bytes: usize, nTerms: i32, terms: usize): void {
  for (let term = 0; term < nTerms; ++term, terms += 8) {
    const scale = <usize>load<i32>(terms);
    const matrix = <usize>load<i32>(terms, 4);
    if (offsetof<T>() == 8) blendOne(dst, bytes, load<f64>(scale), matrix, term == 0);
    else blendPairs<T>(dst, bytes, scale, matrix, term == 0);
  }
}

function blendOne(dst: usize, bytes: usize, scale: f64, matrix: usize, isFirst: bool): void {
  const both = f64x2.splat(scale);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const part = f64x2.mul(both, v128.load(matrix + i));
    v128.store(dst + i, isFirst ? part : f64x2.add(v128.load(dst + i), part));
  }
  if (i < bytes) {
    const part = scale * load<f64>(matrix + i);
    store<f64>(dst + i, isFirst ? part : load<f64>(dst + i) + part);
  }
}

function blendPairs<T>(dst: usize, bytes: usize, scale: usize, matrix: usize, isFirst: bool): void {
  for (let i: usize = 0; i < bytes; i += offsetof<T>(), matrix += 8) {
    const entry = v128.load64_splat(matrix);
    for (let lane: usize = 0; lane < offsetof<T>(); lane += 16) {
      const part = f64x2.mul(v128.load(scale + lane), entry);
      const at = dst + i + lane;
      v128.store(at, isFirst ? part : f64x2.add(v128.load(at), part));
    }
  }
}

/**
 * dst[i] = Σ_j M[i][j] · x[j], j in order, for each lane.
 *
 * @param dst     address of [G][lane], overwritten
 * @param bytes   length of a group vector: G rows of a slot each
 * @param x       address of [G][lane]
 * @param matrix  address of [G][G][lane], column by column (column: infecting), each lane's own
 */
export function mixSlots<T>(dst: usize, bytes: usize, x: usize, matrix: usize): void {
  const end = x + bytes;
  let i: usize = 0;
  if (offsetof<T>() == 8) {
    for (; i + 16 <= bytes; i += 16) {
      let column = matrix + i;
      let sum = f64x2.mul(v128.load(column), v128.load64_splat(x));
      for (let at = x + 8; at < end; at += 8) {
        column += bytes;
        sum = f64x2.add(sum, f64x2.mul(v128.load(column), v128.load64_splat(at)));
      }
      v128.store(dst + i, sum);
    }
    if (i < bytes) store<f64>(dst + i, lastOne(bytes, x, matrix + i));
    return;
  }
  for (; i < bytes; i += offsetof<T>()) {
    for (let lane: usize = 0; lane < offsetof<T>(); lane += 16) {
      let column = matrix + i + lane;
      let sum = f64x2.mul(v128.load(column), v128.load(x + lane));
      for (let at = x + offsetof<T>(); at < end; at += offsetof<T>()) {
        column += bytes;
        sum = f64x2.add(sum, f64x2.mul(v128.load(column), v128.load(at + lane)));
      }
      v128.store(dst + i + lane, sum);
    }
  }
}

/** The last row of an odd number of groups, one lane. */
function lastOne(bytes: usize, x: usize, column: usize): f64 {
  let sum = load<f64>(column) * load<f64>(x);
  for (let j: usize = 8; j < bytes; j += 8) {
    column += bytes;
    sum += load<f64>(column) * load<f64>(x + j);
  }
  return sum;
}
