// Numbers, shares, dates and durations as people write them.

/** The page is written in English; the reader's own language would mix two ways of writing numbers in one sentence. */
const LOCALE = "en-GB";
const NOT_A_NUMBER = "–";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** `12,300`, `0.137`, `1.2 × 10⁻⁷`: three significant digits, or as many as asked for. */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e12)) return formatPower(value, digits);
  return written(value, "SignificantDigits", 1, digits);
}

/** A whole number in full: `1,000`. */
export function formatCount(value: number): string {
  return written(value, "FractionDigits", 0, 0);
}

/** An observation as it was recorded: no digit is dropped up to ten. */
export function formatObserved(value: number): string {
  return formatNumber(value, 10);
}

/** A value with its Monte Carlo error `error`, to the digit that the error still leaves firm: `1.735` for ± 0.0012. */
export function formatWithError(value: number, error: number | null): string {
  if (error === null || !Number.isFinite(error) || error <= 0 || !Number.isFinite(value)) return formatNumber(value);
  const decimals = Math.min(Math.max(-Math.floor(Math.log10(error)), 0), 8);
  return written(value, "FractionDigits", decimals, decimals);
}

/** A Monte Carlo error: two significant digits, also where the second is a zero. */
export function formatError(value: number): string {
  return Number.isFinite(value) ? written(value, "SignificantDigits", 2, 2) : NOT_A_NUMBER;
}

/** Always as many decimals: `1.003`. */
export function formatFixed(value: number | null, decimals: number): string {
  if (value === null || Number.isNaN(value)) return NOT_A_NUMBER;
  return minus(value.toFixed(decimals));
}

/** `37 %` of a share from 0 to 1. */
export function formatShare(share: number): string {
  return Number.isFinite(share) ? `${formatNumber(share * 100, 3)} %` : NOT_A_NUMBER;
}

/** A number for a field that is edited: no separators, six significant digits. */
export function fieldNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** A span of time in words: `3 s`, `2 min 10 s`, `1 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(Math.round(milliseconds / 1000), 0);
  if (seconds < 1) return "under 1 s";
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `22 November 2026 at 10:43`, in the reader's time zone; an ISO text that is none stays as it is. */
export function formatInstant(iso: string): string {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) return iso;
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: "long", timeStyle: "short" }).format(instant);
}

/** The first 12 digits of a digest; enough to tell two apart by eye. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}

/** `3 chains`, `1 chain`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

function formatPower(value: number, digits: number): string {
  const [mantissa = "", exponent = "0"] = value.toExponential(digits - 1).split("e");
  const power = [...String(Math.abs(Number(exponent)))].map((digit) => SUPERSCRIPTS[Number(digit)] ?? "").join("");
  return `${minus(String(Number(mantissa)))} × 10${Number(exponent) < 0 ? "⁻" : ""}${power}`;
}

/** One for each number of digits: making one takes longer than all else that is drawn for a number. */
const formats = new Map<string, Intl.NumberFormat>();

function written(value: number, kind: "SignificantDigits" | "FractionDigits", least: number, most: number): string {
  const key = `${kind} ${least} ${most}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALE, { [`minimum${kind}`]: least, [`maximum${kind}`]: most });
    formats.set(key, format);
  }
  return minus(format.format(value));
}

/** A true minus sign is as wide as a plus; a hyphen is lost among figures. */
function minus(text: string): string {
  return text.replace("-", "−");
}
