// AssemblyScript's own elementary functions, for TypeScript that must not use the host's: engines differ in the last bit.

export function exp(x: f64): f64 {
  return Math.exp(x);
}
export function log(x: f64): f64 {
  return Math.log(x);
}
export function log1p(x: f64): f64 {
  return Math.log1p(x);
}
export function expm1(x: f64): f64 {
  return Math.expm1(x);
}
export function sqrt(x: f64): f64 {
  return Math.sqrt(x);
}
export function pow(x: f64, y: f64): f64 {
  return Math.pow(x, y);
}
export function sin(x: f64): f64 {
  return Math.sin(x);
}
export function cos(x: f64): f64 {
  return Math.cos(x);
}
export function tan(x: f64): f64 {
  return Math.tan(x);
}
export function tanh(x: f64): f64 {
  return Math.tanh(x);
}
