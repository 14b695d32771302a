// How much of a run is done: small enough to be in the first view.

/** Of all iterations of all chains, from 0 to 1. */
export function shareDone(chains: readonly { readonly done: number; readonly total: number }[]): number {
  const total = chains.reduce((sum, chain) => sum + chain.total, 0);
  return total === 0 ? 0 : chains.reduce((sum, chain) => sum + chain.done, 0) / total;
}
