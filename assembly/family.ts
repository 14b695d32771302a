// The numbers by which distributions, their quantities and transforms are called, for the kernel and for TypeScript.

/** Distribution families. Each comment gives the arguments a, b, c, d in order; see distribution/density.ts. */
export const FAMILY_NORMAL = 1; // mean, sd
export const FAMILY_TRUNCATED_NORMAL = 2; // mean and sd before truncation, lower, upper (±Infinity: no bound)
export const FAMILY_LOGNORMAL = 3; // mean and sd of the logarithm
export const FAMILY_STUDENT_T = 4; // degrees of freedom, location, scale
export const FAMILY_CAUCHY = 5; // location, scale
export const FAMILY_HALF_NORMAL = 6; // scale
export const FAMILY_HALF_CAUCHY = 7; // scale
export const FAMILY_EXPONENTIAL = 8; // rate
export const FAMILY_GAMMA = 9; // shape, rate
export const FAMILY_INVERSE_GAMMA = 10; // shape, scale
export const FAMILY_WEIBULL = 11; // shape, scale
export const FAMILY_BETA = 12; // alpha, beta
export const FAMILY_UNIFORM = 13; // lower, upper
export const FAMILY_POISSON = 14; // mean
export const FAMILY_NEGATIVE_BINOMIAL = 15; // mean, size (variance mean + mean²/size)
export const FAMILY_BINOMIAL = 16; // size, prob
export const FAMILY_BETA_BINOMIAL = 17; // size, alpha, beta
// Two of them once more, by the mean share and a concentration: alpha = mean · concentration, beta = the rest of it.
export const FAMILY_BETA_MEAN = 18; // mean, concentration
export const FAMILY_BETA_BINOMIAL_MEAN = 19; // size, mean, concentration (Infinity: a binomial)

/** Families from this one to FAMILY_BETA_BINOMIAL are discrete: they live on the integers from 0. */
export const FIRST_DISCRETE_FAMILY = 14;

/** What `distribution` computes. */
export const LOG_DENSITY = 1; // natural log of the density, or of the mass of a discrete family
export const CDF = 2; // P(X ≤ x)
export const CCDF = 3; // P(X > x)
export const LOG_CDF = 4;
export const LOG_CCDF = 5;
export const QUANTILE = 6; // x is a probability; discrete: the smallest integer with CDF ≥ x

/** How a bounded parameter is laid on the real line; see transform.ts. */
export const TRANSFORM_NONE = 0;
export const TRANSFORM_LOWER = 1; // θ = lower + exp z
export const TRANSFORM_UPPER = 2; // θ = upper − exp(−z)
export const TRANSFORM_BOTH = 3; // θ = lower + (upper − lower) / (1 + exp(−z))
