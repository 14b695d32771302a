// The archive of DE-MCz: past points of an ensemble, whose differences are the steps of its walkers.

/** Plain data. */
export interface Archive {
  /** [count][n] The oldest first. */
  points: Float64Array;
  /** Points that were ever added, those dropped again included. */
  added: number;
}

/** Fewest and most points that are kept, for each dimension. Ten is the size that ter Braak and Vrugt begin with. */
const FEWEST = 10;
const MOST = 100;

/** @param points  [count][n] to begin with */
export function archiveOf(points: Float64Array): Archive {
  return { points, added: 0 };
}

/** Points of an archive to begin with. */
export function firstSize(dimension: number): number {
  return FEWEST * dimension;
}

/**
 * Adds a point. Of all that were added the older half is dropped: what was seen on the way to the target is forgotten.
 * `archive` is overwritten.
 */
export function addToArchive(archive: Archive, point: Float64Array): void {
  const n = point.length;
  archive.added += 1;
  const size = archive.points.length / n + 1;
  const kept = Math.min(size, Math.max(FEWEST * n, Math.min(MOST * n, Math.floor(archive.added / 2))));
  const points = new Float64Array(kept * n);
  points.set(archive.points.subarray((size - kept) * n));
  points.set(point, (kept - 1) * n);
  archive.points = points;
}
