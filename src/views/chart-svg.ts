// A chart as an SVG text at print size, with title and source: drawn from the data, not from the screen.
import {
  dashOf,
  printedSpec,
  xRange,
  yRange,
  yTicks,
  type ChartSpec,
  type Line,
  type Rule,
  type Values,
} from "./chart-spec.ts";

export interface PrintNotes {
  /** Below the title: the model's title and what is counted. */
  readonly subtitle: string;
  /** At the foot: source of the data, version and commit. */
  readonly source: string;
}

/** Points: 160 × 100 mm at 96 per inch, the width of a text column in A4. */
export const PRINT_WIDTH = 605;
export const PRINT_HEIGHT = 380;
const LEFT = 62;
const RIGHT = 14;
const LEGEND_TOP = 56;
const LEGEND_ROW = 15;
const BOTTOM = 62;
const INK = "#1b1e22";
const MUTED = "#59626d";
const ACCENT = "#0069a6";
const BASELINE = "#7a828b";
const CHAINS = ["#0072b2", "#d98200", "#009e73", "#cc79a7", "#3d9fd6", "#d55e00"];
const FONT = "font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\"";

interface Scales {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly yMin: number;
  readonly yMax: number;
  readonly xMin: number;
  readonly xMax: number;
}

/** A whole SVG document. Always light: it is meant for paper. */
export function chartSvg(whole: ChartSpec, notes: PrintNotes): string {
  const spec = printedSpec(whole);
  const scales = scalesOf(spec);
  const fade = spec.faded ? 0.35 : 1;
  const parts = [
    ...gridOf(spec, scales),
    ...spec.rules.map((rule) => ruleOf(rule, scales, topOf(spec))),
    ...spec.bands.map((band) => area(spec, scales, band.lower, band.upper, (band.level === 50 ? 0.3 : 0.16) * fade)),
    ...spec.lines.map((line) => curve(spec, scales, line)),
    ...spec.dots.flatMap((dots) => circles(spec, scales, dots.values, dots.fitted)),
    ...legendOf(spec),
    text(LEFT, 22, spec.title, { size: 15, fill: INK, more: 'font-weight="600"' }),
    text(LEFT, 40, notes.subtitle, { size: 11, fill: MUTED }),
    text(LEFT, PRINT_HEIGHT - 10, notes.source, { size: 9, fill: MUTED }),
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PRINT_WIDTH}" height="${PRINT_HEIGHT}" ` +
    `viewBox="0 0 ${PRINT_WIDTH} ${PRINT_HEIGHT}" ${FONT}>\n` +
    `<title>${escapeXml(spec.title)}</title>\n<rect width="100%" height="100%" fill="#ffffff"/>\n${parts.join("\n")}\n</svg>\n`
  );
}

function scalesOf(spec: ChartSpec): Scales {
  const [xMin, xMax] = xRange(spec);
  const [yMin, yMax] = yRange(spec);
  const width = PRINT_WIDTH - LEFT - RIGHT;
  const top = topOf(spec);
  const height = PRINT_HEIGHT - top - BOTTOM;
  const toY = spec.log ? (value: number) => Math.log10(Math.max(value, yMin)) : (value: number) => value;
  const [low, high] = [toY(yMin), toY(yMax)];
  return {
    x: (value) => LEFT + ((value - xMin) / (xMax - xMin)) * width,
    y: (value) => top + height - ((toY(value) - low) / (high - low)) * height,
    yMin,
    yMax,
    xMin,
    xMax,
  };
}

function gridOf(spec: ChartSpec, scales: Scales): string[] {
  const floor = PRINT_HEIGHT - BOTTOM;
  const rows = yTicks(spec, scales.yMin, scales.yMax, 6).flatMap(({ at, label }) => [
    `<line x1="${LEFT}" x2="${PRINT_WIDTH - RIGHT}" y1="${round(scales.y(at))}" y2="${round(scales.y(at))}" stroke="#e6e8eb"/>`,
    text(LEFT - 8, scales.y(at) + 3.5, label, { size: 10, fill: MUTED, more: 'text-anchor="end"' }),
  ]);
  const columns = spec.axis
    .ticks(scales.xMin, scales.xMax, 8)
    .flatMap(({ at, label }) => [
      `<line x1="${round(scales.x(at))}" x2="${round(scales.x(at))}" y1="${floor}" y2="${floor + 4}" stroke="#9aa1a9"/>`,
      ...label
        .split("\n")
        .map((part, row) =>
          text(scales.x(at), floor + 16 + 12 * row, part, { size: 10, fill: MUTED, more: 'text-anchor="middle"' }),
        ),
    ]);
  const base = `<line x1="${LEFT}" x2="${PRINT_WIDTH - RIGHT}" y1="${floor}" y2="${floor}" stroke="#9aa1a9"/>`;
  const title =
    spec.axis.kind === "number"
      ? [text(PRINT_WIDTH - RIGHT, floor + 30, spec.axis.title, { size: 10, fill: MUTED, more: 'text-anchor="end"' })]
      : [];
  return [...rows, ...columns, base, ...title];
}

/** A level, or the time at which something begins, with its name on the side that has more room. */
function ruleOf({ axis, at, label }: Rule, scales: Scales, top: number): string {
  const [min, max] = axis === "x" ? [scales.xMin, scales.xMax] : [scales.yMin, scales.yMax];
  if (at < min || at > max) return "";
  const floor = PRINT_HEIGHT - BOTTOM;
  const [x1, x2] = axis === "x" ? [scales.x(at), scales.x(at)] : [LEFT, PRINT_WIDTH - RIGHT];
  const [y1, y2] = axis === "x" ? [top, floor] : [scales.y(at), scales.y(at)];
  const ends = axis === "x" && x1 > (LEFT + PRINT_WIDTH) / 2;
  const place = axis === "x" ? [ends ? x1 - 4 : x1 + 4, top + 9] : [LEFT + 4, y1 + 11];
  return (
    `<line x1="${round(x1)}" x2="${round(x2)}" y1="${round(y1)}" y2="${round(y2)}" stroke="${MUTED}" stroke-dasharray="4 3"/>` +
    text(place[0] ?? 0, place[1] ?? 0, label, { size: 9, fill: MUTED, more: ends ? 'text-anchor="end"' : "" })
  );
}

function area(spec: ChartSpec, scales: Scales, lower: Values, upper: Values, opacity: number): string {
  const forth = pointsOf(spec, scales, upper);
  const back = pointsOf(spec, scales, lower).reverse();
  return `<polygon points="${[...forth, ...back].join(" ")}" fill="${ACCENT}" fill-opacity="${round(opacity)}"/>`;
}

function curve(spec: ChartSpec, scales: Scales, line: Line): string {
  const look = printLook(line, spec.faded);
  return `<polyline points="${pointsOf(spec, scales, line.values).join(" ")}" fill="none" ${look} stroke-linejoin="round"/>`;
}

function printLook(line: Line, isFaded: boolean): string {
  if (line.style === "model") return `stroke="${ACCENT}" stroke-width="2"`;
  if (line.style === "median") return `stroke="${ACCENT}" stroke-width="2" stroke-opacity="${isFaded ? 0.35 : 1}"`;
  if (line.style === "ghost") return `stroke="${MUTED}" stroke-width="1.5" stroke-dasharray="5 4"`;
  if (line.style === "baseline") return `stroke="${BASELINE}" stroke-width="2"`;
  const dash = dashOf(line.style).join(" ");
  return `stroke="${CHAINS[line.style % CHAINS.length] ?? INK}" stroke-width="${line.heavy ? 2 : 1}"${dash === "" ? "" : ` stroke-dasharray="${dash}"`}`;
}

function circles(spec: ChartSpec, scales: Scales, values: Values, isFitted: boolean): string[] {
  return pointsOf(spec, scales, values).map((point) => {
    const [x = 0, y = 0] = point.split(",").map(Number);
    return circle(x, y, isFitted);
  });
}

function pointsOf(spec: ChartSpec, scales: Scales, values: Values): string[] {
  return Array.from(values).flatMap((value, index) =>
    value === null || !Number.isFinite(value)
      ? []
      : [`${round(scales.x(spec.x[index] ?? 0))},${round(scales.y(value))}`],
  );
}

interface Entry {
  readonly label: string;
  readonly mark: (x: number, y: number) => string;
}

/** Marks and names below the subtitle, in as many rows as they need. */
function legendOf(spec: ChartSpec): string[] {
  return placed(entriesOf(spec)).flatMap(({ entry, x, row }) => [
    entry.mark(x, LEGEND_TOP + LEGEND_ROW * row),
    text(x + 24, LEGEND_TOP + 3.5 + LEGEND_ROW * row, entry.label, { size: 10, fill: INK }),
  ]);
}

/** Where each entry stands; a name is some 5.2 points wide for each letter. */
function placed(entries: readonly Entry[]): { entry: Entry; x: number; row: number }[] {
  let x = LEFT;
  let row = 0;
  return entries.map((entry) => {
    const width = 38 + entry.label.length * 5.2;
    if (x > LEFT && x + width > PRINT_WIDTH) {
      x = LEFT;
      row++;
    }
    const place = { entry, x, row };
    x += width;
    return place;
  });
}

/** Where the plot begins: below the last row of the legend. */
function topOf(spec: ChartSpec): number {
  const rows = placed(entriesOf(spec)).at(-1)?.row ?? 0;
  return LEGEND_TOP + 18 + LEGEND_ROW * rows;
}

function entriesOf(spec: ChartSpec): Entry[] {
  const swatch = (opacity: number, x: number, y: number): string =>
    `<rect x="${x}" y="${y - 5.5}" width="18" height="11" fill="${ACCENT}" fill-opacity="${opacity}"/>`;
  return [
    ...spec.lines.map((line) => ({
      label: line.label,
      mark: (x: number, y: number) =>
        `<line x1="${x}" x2="${x + 18}" y1="${y}" y2="${y}" ${printLook(line, spec.faded)}/>`,
    })),
    ...spec.bands.map((band) => ({
      label: band.label,
      mark: (x: number, y: number) => swatch(band.level === 50 ? 0.46 : 0.16, x, y),
    })),
    ...spec.dots.map((dots) => ({ label: dots.label, mark: (x: number, y: number) => circle(x + 9, y, dots.fitted) })),
  ];
}

function circle(x: number, y: number, isFitted: boolean): string {
  return `<circle cx="${x}" cy="${y}" r="3" fill="${isFitted ? INK : "#ffffff"}" stroke="${INK}" stroke-width="1.25"/>`;
}

interface Lettering {
  readonly size: number;
  readonly fill: string;
  /** Further attributes. */
  readonly more?: string;
}

function text(x: number, y: number, content: string, { size, fill, more = "" }: Lettering): string {
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${fill}" ${more}>${escapeXml(content)}</text>`;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}

function escapeXml(content: string): string {
  return content.replace(
    /[&<>"]/g,
    (mark) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[mark] ?? mark,
  );
}
