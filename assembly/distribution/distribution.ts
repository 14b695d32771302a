// The one door to all distributions for code outside the kernel.

import {
  CCDF,
  CDF,
  FAMILY_BETA,
  FAMILY_BETA_BINOMIAL,
  FAMILY_BETA_BINOMIAL_MEAN,
  FAMILY_BETA_MEAN,
  FAMILY_BINOMIAL,
  LOG_CCDF,
  LOG_CDF,
  LOG_DENSITY,
  QUANTILE,
} from "../family";
import { logDensity } from "./density";
import { quantile } from "./quantile";
import { logTail } from "./tail";
import { isValid } from "./valid";

/**
 * One quantity of one distribution.
 *
 * @param which       LOG_DENSITY, CDF, CCDF, LOG_CDF, LOG_CCDF or QUANTILE of family.ts
 * @param family      FAMILY_… of family.ts
 * @param x           the place, or for QUANTILE the probability
 * @param a, b, c, d  the arguments of the family in the order of family.ts; those it does not have are ignored
 *
 * NaN for an unknown quantity or family, arguments outside their domain, NaN at x, or a probability outside 0 to 1.
 */
export function distribution(which: i32, family: i32, x: f64, a: f64, b: f64, c: f64, d: f64): f64 {
  if (family == FAMILY_BETA_MEAN) return distribution(which, FAMILY_BETA, x, a * b, (1.0 - a) * b, 0.0, 0.0);
  if (family == FAMILY_BETA_BINOMIAL_MEAN) {
    // A binomial is the limit of large concentrations, and of a mean of 0 or 1: a model may expect nobody.
    const isBinomial = c == Infinity || (c > 0.0 && (b == 0.0 || b == 1.0));
    if (isBinomial) return distribution(which, FAMILY_BINOMIAL, x, a, b, 0.0, 0.0);
    return distribution(which, FAMILY_BETA_BINOMIAL, x, a, b * c, (1.0 - b) * c, 0.0);
  }
  if (which == LOG_DENSITY) return logDensity(family, x, a, b, c, d);
  if (x != x || !isValid(family, a, b, c, d)) return NaN;
  if (which == QUANTILE) return quantile(family, x, a, b, c, d);
  if (which < CDF || which > LOG_CCDF) return NaN;
  const log = logTail(family, which == CCDF || which == LOG_CCDF, x, a, b, c, d);
  return which == LOG_CDF || which == LOG_CCDF ? log : Math.exp(log);
}
