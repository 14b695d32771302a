// A tangent: the derivatives of one number along TANGENT_DIRECTIONS directions, eight consecutive f64.

/** Bytes of a tangent: 8 · TANGENT_DIRECTIONS. A number at byte offset b has its tangent at offset b << TANGENT_SHIFT. */
export const TANGENT_BYTES: usize = 64;
export const TANGENT_SHIFT: usize = 3;

/** dst = 0. */
export function clear(dst: usize): void {
  memory.fill(dst, 0, TANGENT_BYTES);
}

/** dst = slope · x. */
export function scale(dst: usize, slope: f64, x: usize): void {
  const p = f64x2.splat(slope);
  for (let i: usize = 0; i < TANGENT_BYTES; i += 16) v128.store(dst + i, f64x2.mul(p, v128.load(x + i)));
}

/** dst += slope · x. */
export function add(dst: usize, slope: f64, x: usize): void {
  const p = f64x2.splat(slope);
  v128.store(dst, f64x2.add(v128.load(dst), f64x2.mul(p, v128.load(x))));
  v128.store(dst, f64x2.add(v128.load(dst, 16), f64x2.mul(p, v128.load(x, 16))), 16);
  v128.store(dst, f64x2.add(v128.load(dst, 32), f64x2.mul(p, v128.load(x, 32))), 32);
  v128.store(dst, f64x2.add(v128.load(dst, 48), f64x2.mul(p, v128.load(x, 48))), 48);
}

/** dst = p · a + q · b. */
export function blendOfTwo(dst: usize, p: f64, a: usize, q: f64, b: usize): void {
  scale(dst, p, a);
  add(dst, q, b);
}
