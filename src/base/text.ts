// Words for messages: lists, numbers, quotation marks, and the nearest name to a mistyped one.

/** A name between quotation marks, cut where it is too long to read. */
export function quote(name: string): string {
  const shown = name.length > 60 ? `${name.slice(0, 57)}…` : name;
  return `“${shown.replaceAll(/\s+/g, " ")}”`;
}

/** "a", "a and b", "a, b and c"; beyond `limit` names the rest is counted: "a, b and 5 more". */
export function listInWords(names: readonly string[], joint: "and" | "or" = "and", limit = 12): string {
  const rest = names.length - limit;
  const shown = rest > 1 ? [...names.slice(0, limit), `${rest} more`] : names;
  const last = shown.at(-1) ?? "nothing";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} ${joint} ${last}`;
}

/** "1 day", "2 days"; `many` where adding an s does not do. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** A number as people write it: at most six significant digits, no exponent between 0.0001 and a million. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value > 0 ? "infinity" : "−infinity";
  if (Number.isSafeInteger(value)) return String(value);
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(size >= 1e5 && size < 1e15 ? 15 : 6));
  return String(rounded);
}

/**
 * Edits that turn one word into the other, where an edit inserts, drops or replaces a letter or swaps two neighbours
 * (Damerau–Levenshtein, optimal string alignment). Cost: product of the lengths.
 */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      now.push(best);
    }
    beforeLast = last;
    last = now;
  }
  return last[to.length] ?? 0;
}

/** The name that was probably meant: at most a third of its letters differ, capitals aside. Undefined where none is near. */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  if (name.length > 100) return undefined;
  const wanted = name.toLowerCase();
  let nearest: string | undefined;
  let fewest = Infinity;
  for (const candidate of names) {
    const longest = Math.max(wanted.length, candidate.length);
    if (Math.abs(wanted.length - candidate.length) > longest / 3) continue;
    const edits = editDistance(wanted, candidate.toLowerCase());
    if (edits < fewest && edits <= Math.max(1, Math.floor(longest / 3)) && edits < longest) {
      fewest = edits;
      nearest = candidate;
    }
  }
  return nearest;
}

/** "Did you mean “x”?" with a space before it, or nothing where no name is near. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const nearest = nearestName(name, names);
  return nearest === undefined ? "" : ` Did you mean ${quote(nearest)}?`;
}
