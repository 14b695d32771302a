// What the kernel's module exports, as TypeScript sees it. Addresses are byte offsets into its memory.

export interface KernelExports {
  /** First byte that the module itself does not use. */
  heapBase(): number;
  simulate(frame: number, lanes: number): void;
  /** A run in parts: its beginning, then output times `first` to before `last`, as often as wanted. */
  beginRun(frame: number, lanes: number): void;
  advance(frame: number, lanes: number, first: number, last: number): void;
  logPosterior(frame: number, lanes: number): void;
  /** `record`: of a reverse pass, place-adjoint.ts. */
  logPosteriorGradient(frame: number, lanes: number, record: number): void;
  logPosteriorNatural(frame: number, lanes: number): void;
  /** One of the four arguments of a prior in the first lane, after `beginRun` or a run. */
  priorArgument(frame: number, prior: number, which: number): number;
  /** Log likelihood of one observation in the latest run of a lane, without its weight. */
  pointLogLikelihood(frame: number, lanes: number, lane: number, target: number, point: number): number;
  /** The model's value beside it. */
  pointModelled(frame: number, lanes: number, lane: number, target: number, point: number): number;
  /** A simulated observation, for a uniform random number; NaN for a target of an output's own distribution. */
  pointQuantile(frame: number, lanes: number, lane: number, target: number, point: number, chance: number): number;
  evaluateRightHandSide(frame: number, lanes: number, t: number, times: number): void;
  /** Of a program placed for rodas5p: see Frame's jacobian and timeSlope. */
  evaluateJacobian(frame: number, t: number): void;
  /** One of the quantities of assembly/family.ts, of a distribution with up to four arguments. */
  distribution(quantity: number, family: number, x: number, a: number, b: number, c: number, d: number): number;
  /** Slopes of the log density by x, a, b, c and d: five f64 at `out`. */
  logDensitySlopes(family: number, x: number, a: number, b: number, c: number, d: number, out: number): void;
  betaQuantile(p: number, a: number, b: number): number;
  normalCdf(x: number): number;
  normalQuantile(p: number): number;
  lgamma(x: number): number;
  exp(x: number): number;
  expm1(x: number): number;
  log(x: number): number;
  log1p(x: number): number;
  sqrt(x: number): number;
  pow(x: number, y: number): number;
  sin(x: number): number;
  cos(x: number): number;
  tan(x: number): number;
  tanh(x: number): number;
  toNatural(kind: number, z: number, lower: number, upper: number): number;
  toReal(kind: number, theta: number, lower: number, upper: number): number;
  logJacobian(kind: number, z: number, lower: number, upper: number): number;
  uniform(seedLo: number, seedHi: number, chain: number, stream: number, indexLo: number, indexHi: number): number;
  normalVariate(
    seedLo: number,
    seedHi: number,
    chain: number,
    stream: number,
    indexLo: number,
    indexHi: number,
  ): number;
  philoxWord(word: number, c0: number, c1: number, c2: number, c3: number, k0: number, k1: number): number;
  fillUniforms(
    ptr: number,
    n: number,
    seedLo: number,
    seedHi: number,
    chain: number,
    stream: number,
    indexLo: number,
    indexHi: number,
  ): void;
  fillNormals(
    ptr: number,
    n: number,
    seedLo: number,
    seedHi: number,
    chain: number,
    stream: number,
    indexLo: number,
    indexHi: number,
  ): void;
  /** The first `count` variates of a stream, f64 each. */
  fillBinomials(
    ptr: number,
    count: number,
    n: number,
    p: number,
    seedLo: number,
    seedHi: number,
    chain: number,
    stream: number,
  ): void;
  fillPoissons(
    ptr: number,
    count: number,
    mean: number,
    seedLo: number,
    seedHi: number,
    chain: number,
    stream: number,
  ): void;
}
