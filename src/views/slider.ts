// How a slider moves: round values under the mouse, the same step for every browser under the keys.

/** `value` to a thousandth of the decade of the slider's range, so that the number field stays readable. */
export function snap(value: number, min: number, max: number): number {
  if (!(max > min)) return value;
  const power = Math.floor(Math.log10(max - min)) - 3;
  const grain = Number(`1e${power}`);
  const rounded = Number((Math.round(value / grain) * grain).toPrecision(12));
  return Math.min(Math.max(rounded, min), max);
}

/** Value after a key: arrows move by a hundredth of the range, Page keys by a tenth; undefined for other keys. */
export function stepped(key: string, value: number, min: number, max: number): number | undefined {
  const step = (max - min) / 100;
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: -step,
    ArrowDown: -step,
    ArrowRight: step,
    ArrowUp: step,
    PageDown: -10 * step,
    PageUp: 10 * step,
  };
  if (key === "Home") return min;
  if (key === "End") return max;
  const move = moves[key];
  return move === undefined ? undefined : snap(value + move, min, max);
}
