// Linear blocks: rows of the derivative, or slots, as sums of coefficient × state over a fixed number of terms.

import { gather1, gather2, gather3, gather4, gatherMore1, gatherMore2 } from "./products";

/**
 * dst[r] = Σ_k coefficient_k[r] · y[source_k + r] for `bytes` of rows, terms in order.
 *
 * @param terms  nTerms pairs of i32: byte offset of the source rows from `y`, address of the coefficients
 * The loop over terms is outside and straight inside: a loop over terms within the rows is a third slower.
 */
export function gatherTerms(dst: usize, bytes: usize, nTerms: i32, terms: usize, y: usize): void {
  const x0 = y + load<i32>(terms);
  const c0 = <usize>load<i32>(terms, 4);
  if (nTerms == 1) {
    gather1(dst, bytes, x0, c0);
    return;
  }
  const x1 = y + load<i32>(terms, 8);
  const c1 = <usize>load<i32>(terms, 12);
  if (nTerms == 2) {
    gather2(dst, bytes, x0, c0, x1, c1);
    return;
  }
  const x2 = y + load<i32>(terms, 16);
  const c2 = <usize>load<i32>(terms, 20);
  if (nTerms == 3) {
    gather3(dst, bytes, x0, c0, x1, c1, x2, c2);
    return;
  }
  gather4(dst, bytes, x0, c0, x1, c1, x2, c2, y + load<i32>(terms, 24), <usize>load<i32>(terms, 28));
  let term = terms + 32;
  let left = nTerms - 4;
  for (; left >= 2; left -= 2, term += 16) {
    gatherMore2(
      dst,
      bytes,
      y + load<i32>(term),
      <usize>load<i32>(term, 4),
      y + load<i32>(term, 8),
      <usize>load<i32>(term, 12),
    );
  }
  if (left == 1) gatherMore1(dst, bytes, y + load<i32>(term), <usize>load<i32>(term, 4));
}
