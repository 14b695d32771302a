// The mixing matrix times a vector over groups: who is infected by whom.

/**
 * dst[i] = Σ_j M[i][j] · x[j], j in order, for each lane.
 *
 * @param dst     address of [G][lane], overwritten
 * @param bytes   length of a group vector: G rows of a slot each
 * @param x       address of [G][lane]
 * @param matrix  address of [G][G] f64, row-major (row: infected, column: infecting), the same for all lanes
 */
export function mix<T>(dst: usize, bytes: usize, x: usize, matrix: usize): void {
  if (offsetof<T>() == 8) mixOne(dst, bytes, x, matrix);
  else mixPairs<T>(dst, bytes, x, matrix);
}

function mixOne(dst: usize, bytes: usize, x: usize, matrix: usize): void {
  let row = matrix;
  let i: usize = 0;
  // Two rows at once: their sums do not wait for each other.
  for (; i + 16 <= bytes; i += 16, row += 2 * bytes) {
    let p = load<f64>(row) * load<f64>(x);
    let q = load<f64>(row + bytes) * load<f64>(x);
    for (let j: usize = 8; j < bytes; j += 8) {
      const value = load<f64>(x + j);
      p += load<f64>(row + j) * value;
      q += load<f64>(row + bytes + j) * value;
    }
    store<f64>(dst + i, p);
    store<f64>(dst + i, q, 8);
  }
  if (i < bytes) {
    let p = load<f64>(row) * load<f64>(x);
    for (let j: usize = 8; j < bytes; j += 8) p += load<f64>(row + j) * load<f64>(x + j);
    store<f64>(dst + i, p);
  }
}

function mixPairs<T>(dst: usize, bytes: usize, x: usize, matrix: usize): void {
  const width = offsetof<T>();
  let row = matrix;
  const rowBytes = (bytes / width) << 3;
  for (let i: usize = 0; i < bytes; i += width, row += rowBytes) {
    for (let lane: usize = 0; lane < width; lane += 32) {
      if (width >= 32) {
        let weight = v128.load64_splat(row);
        let p = f64x2.mul(weight, v128.load(x + lane));
        let q = f64x2.mul(weight, v128.load(x + lane, 16));
        for (let j: usize = 8, source = x + lane + width; j < rowBytes; j += 8, source += width) {
          weight = v128.load64_splat(row + j);
          p = f64x2.add(p, f64x2.mul(weight, v128.load(source)));
          q = f64x2.add(q, f64x2.mul(weight, v128.load(source, 16)));
        }
        v128.store(dst + i + lane, p);
        v128.store(dst + i + lane, q, 16);
      } else {
        let p = f64x2.mul(v128.load64_splat(row), v128.load(x));
        for (let j: usize = 8, source = x + width; j < rowBytes; j += 8, source += width) {
          p = f64x2.add(p, f64x2.mul(v128.load64_splat(row + j), v128.load(source)));
        }
        v128.store(dst + i, p);
      }
    }
  }
}
