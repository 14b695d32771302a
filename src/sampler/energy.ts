// Do fresh momenta reach all energies? The energy fraction of missing information (E-BFMI), kept up draw by draw.

/** Plain data. */
export interface Energies {
  count: number;
  mean: number;
  /** Sum of squared deviations from the mean. */
  squares: number;
  /** Sum of squared differences of energies that follow one another. */
  jumps: number;
  latest: number;
}

export function emptyEnergies(): Energies {
  return { count: 0, mean: 0, squares: 0, jumps: 0, latest: 0 };
}

/** Adds the energy of one draw. `energies` is overwritten. */
export function addEnergy(energies: Energies, energy: number): void {
  if (energies.count > 0) energies.jumps += (energy - energies.latest) * (energy - energies.latest);
  energies.count += 1;
  const deviation = energy - energies.mean;
  energies.mean += deviation / energies.count;
  energies.squares += deviation * (energy - energies.mean);
  energies.latest = energy;
}

/**
 * Σ (E[n] − E[n−1])² / Σ (E[n] − Ē)² (Betancourt 2016, arXiv 1604.00695, equation 4). Below 0.3 the tails are hard to
 * reach.
 *
 * @returns undefined for fewer than two draws
 */
export function energyFraction({ count, squares, jumps }: Energies): number | undefined {
  return count < 2 || squares === 0 ? undefined : jumps / squares;
}
