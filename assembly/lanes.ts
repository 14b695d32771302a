// Lane widths: how many parameter vectors advance side by side. A type parameter T = L1, L2, L4 or L8 stands for one.
//
// A slot or a row of the state is offsetof<T>() bytes: one f64 per lane. offsetof<T>() is a compile-time constant, so
// branches on it vanish. Every operation works on each lane by itself, in the same order whatever the width: the bits
// of a lane do not depend on its neighbours or on how many there are.

@unmanaged
export class L1 {
  a: f64;
}

@unmanaged
export class L2 {
  a: f64;
  b: f64;
}

@unmanaged
export class L4 {
  a: f64;
  b: f64;
  c: f64;
  d: f64;
}

@unmanaged
export class L8 {
  a: f64;
  b: f64;
  c: f64;
  d: f64;
  e: f64;
  f: f64;
  g: f64;
  h: f64;
}
