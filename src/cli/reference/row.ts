// One line of a reference check: a file, its worst error, and how large that may be.

export interface ReferenceRow {
  readonly file: string;
  /** The error nearest to its limit, or furthest beyond it; Infinity where the file could not be checked. */
  readonly worst: number;
  /** What that error may be at most. */
  readonly limit: number;
  /** Where the worst error is, or why the file could not be checked. */
  readonly note?: string;
  /** Why the file was left out; such a row neither passes nor fails. */
  readonly skipped?: string;
}

export function passes(row: ReferenceRow): boolean {
  // Not `worst > limit`: an error that is not a number must fail.
  return row.skipped === undefined && row.worst <= row.limit;
}

/** Of several errors with a limit each, the one nearest to its limit or furthest beyond it. */
export function worstOf(errors: readonly { readonly worst: number; readonly limit: number; readonly note: string }[]): {
  readonly worst: number;
  readonly limit: number;
  readonly note: string;
} {
  const nothing = { worst: Infinity, limit: 0, note: "there is nothing to compare" };
  const share = ({ worst, limit }: { worst: number; limit: number }) => {
    if (Number.isNaN(worst)) return Infinity;
    return worst === 0 ? 0 : worst / limit;
  };
  return errors.reduce((most, error) => (most === nothing || share(error) > share(most) ? error : most), nothing);
}
