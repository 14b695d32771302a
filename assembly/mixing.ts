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
