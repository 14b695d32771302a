// What the digamma function lacks to the logarithm: differences of digammas in which nothing cancels.

/** Σ B₂ₖ / (2k x²ᵏ), seven terms: what remains is below 5e-17 for x ≥ 10. Source: DLMF 5.11.2. */
function series(x: f64): f64 {
  const s = 1.0 / (x * x);
  const tail = 1.0 / 240.0 - s * (1.0 / 132.0 - s * (691.0 / 32760.0 - s / 12.0));
  return s * (1.0 / 12.0 - s * (1.0 / 120.0 - s * (1.0 / 252.0 - s * tail)));
}

/** log x − ψ(x) > 0 for x > 0, about 1 / (2x); 0 at Infinity. Below 10 by ψ(x + 1) = ψ(x) + 1 / x. */
export function digammaGap(x: f64): f64 {
  let sum = 0.0;
  let y = x;
  for (; y < 10.0; y += 1.0) sum += 1.0 / y;
  return 0.5 / y + series(y) + sum - Math.log(y / x);
}

/** digammaGap(x) − digammaGap(x + n) for x > 0 and n ≥ ½, or 0; keeps its digits where x is large beside n. */
export function digammaGapFall(x: f64, n: f64): f64 {
  if (n == 0.0 || x == Infinity) return 0.0;
  const y = x + n;
  if (x < 10.0) return digammaGap(x) - digammaGap(y);
  return ((0.5 / x) * n) / y + series(x) - series(y);
}

/** ψ(x + n) − ψ(x), conditions as above. */
export function digammaRise(x: f64, n: f64): f64 {
  return Math.log1p(n / x) + digammaGapFall(x, n);
}
