// Where slopes go: five numbers, by x and by the four arguments.

export function putSlopes(out: usize, x: f64, a: f64, b: f64, c: f64, d: f64): void {
  store<f64>(out, x);
  store<f64>(out, a, 8);
  store<f64>(out, b, 16);
  store<f64>(out, c, 24);
  store<f64>(out, d, 32);
}
