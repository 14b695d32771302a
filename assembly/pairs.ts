// The v128 at positions 0 to 3 of 64 bytes, as type parameters: offsetof<P>() is a constant, as the offset of a load must be.

@unmanaged
export class P0 {}

@unmanaged
export class P1 {
  a: f64;
  b: f64;
}

@unmanaged
export class P2 extends P1 {
  c: f64;
  d: f64;
}

@unmanaged
export class P3 extends P2 {
  e: f64;
  f: f64;
}
