// Arithmetic and random numbers that must not be the host's: contracts that the kernel fulfils.

/** Transcendental functions and quantiles with the same bits on every host; computed in the kernel. */
export interface Numeric {
  exp(x: number): number;
  log(x: number): number;
  sqrt(x: number): number;
  /** log(1 + x) and exp(x) − 1, exact to rounding for small x too. */
  log1p(x: number): number;
  expm1(x: number): number;
  /** Logarithm of the gamma function, for x > 0. */
  lgamma(x: number): number;
  /** Quantile of the standard normal distribution. */
  normalQuantile(p: number): number;
  /** Quantile of Beta(a, b). */
  betaQuantile(p: number, a: number, b: number): number;
}

/** One chain's random stream: the n-th number depends on seed, chain and n alone. */
export interface Random {
  /** Numbers drawn so far; setting it moves the stream. */
  position: number;
  /** Uniform on the open interval (0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}
