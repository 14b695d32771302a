// Mean and covariance of a chain's points, kept up one point at a time.

/** Plain data, so that a chain can be stopped and continued. */
export interface Moments {
  count: number;
  /** [n] */
  readonly mean: Float64Array;
  /** [n, n] row-major, lower triangle: sum of the products of deviations. */
  readonly products: Float64Array;
}

export function emptyMoments(n: number): Moments {
  return { count: 0, mean: new Float64Array(n), products: new Float64Array(n * n) };
}

/** Adds one point by Welford's update, which does not cancel where the mean is far from zero. */
export function addPoint(moments: Moments, point: Float64Array): void {
  const { mean, products } = moments;
  const n = mean.length;
  moments.count += 1;
  const share = (moments.count - 1) / moments.count;
  for (let row = 0; row < n; row += 1) {
    const deviation = (point[row] ?? NaN) - (mean[row] ?? NaN);
    for (let column = 0; column <= row; column += 1) {
      const other = (point[column] ?? NaN) - (mean[column] ?? NaN);
      products[row * n + column] = (products[row * n + column] ?? NaN) + share * deviation * other;
    }
  }
  for (let row = 0; row < n; row += 1) {
    mean[row] = (mean[row] ?? NaN) + ((point[row] ?? NaN) - (mean[row] ?? NaN)) / moments.count;
  }
}

export function clearMoments(moments: Moments): void {
  moments.count = 0;
  moments.mean.fill(0);
  moments.products.fill(0);
}

/**
 * Covariance of the points, drawn towards its own diagonal: count / (count + 5 n) of it is the sample's, the rest the
 * sample's variances alone. Few points in many dimensions give a singular matrix otherwise; with many it changes nothing.
 *
 * @returns [n, n] row-major, lower triangle
 */
export function shrunkCovariance(moments: Moments): Float64Array {
  const n = moments.mean.length;
  const covariance = new Float64Array(n * n);
  const weight = moments.count / (moments.count + 5 * n);
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const value = (moments.products[row * n + column] ?? NaN) / (moments.count - 1);
      covariance[row * n + column] = row === column ? value : weight * value;
    }
  }
  return covariance;
}
