// What stands behind and across the curves of a plot: shaded stretches, and rules with their names.
import type uPlot from "uplot";
import type { ChartSpec } from "./chart-spec.ts";

export const FONT_FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";

/** The colour of a token as it holds now. */
export type Colour = (token: string) => string;

export function drawSpans(plot: uPlot, spec: ChartSpec, colour: Colour): void {
  const { ctx, bbox } = plot;
  for (const span of spec.spans) {
    const left = Math.max(plot.valToPos(span.from, "x", true), bbox.left);
    const right = Math.min(plot.valToPos(span.to, "x", true), bbox.left + bbox.width);
    if (right <= left) continue;
    ctx.save();
    ctx.fillStyle = colour("--wash");
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    ctx.restore();
  }
}

export function drawRules(plot: uPlot, spec: ChartSpec, colour: Colour): void {
  const { ctx, bbox } = plot;
  const pixel = window.devicePixelRatio;
  ctx.save();
  ctx.font = `${12 * pixel}px ${FONT_FAMILY}`;
  ctx.textBaseline = "top";
  const written: Stretch[] = [];
  for (const rule of spec.rules) {
    const at = Math.round(plot.valToPos(rule.at, rule.axis, true));
    const [start, size] = rule.axis === "x" ? [bbox.left, bbox.width] : [bbox.top, bbox.height];
    if (!(at >= start && at <= start + size)) continue;
    ctx.strokeStyle = colour(rule.style === undefined ? "--muted" : `--chain-${(rule.style % 6) + 1}`);
    ctx.lineWidth = pixel;
    ctx.setLineDash([4 * pixel, 3 * pixel]);
    ctx.beginPath();
    ctx.moveTo(rule.axis === "x" ? at : bbox.left, rule.axis === "x" ? bbox.top : at);
    ctx.lineTo(rule.axis === "x" ? at : bbox.left + bbox.width, rule.axis === "x" ? bbox.top + bbox.height : at);
    ctx.stroke();
    ctx.fillStyle = colour("--muted");
    if (rule.axis === "x") writeBeside(ctx, rule.label, { at, bbox, pixel, written });
    else writeBelow(ctx, rule.label, bbox.left + 4 * pixel, at + 3 * pixel);
  }
  ctx.restore();
}

/** A piece of a line of text at the head of a plot. */
interface Stretch {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

interface Beside {
  /** Of the vertical rule, in pixels of the canvas. */
  readonly at: number;
  readonly bbox: uPlot.BBox;
  readonly pixel: number;
  /** What stands there already; the new text is added. */
  readonly written: Stretch[];
}

function writeBelow(ctx: CanvasRenderingContext2D, label: string, x: number, y: number): void {
  ctx.textAlign = "left";
  ctx.fillText(label, x, y);
}

/** On the side that has more room, cut where it would leave the plot, and below what it would cover. */
function writeBeside(ctx: CanvasRenderingContext2D, label: string, { at, bbox, pixel, written }: Beside): void {
  const gap = 5 * pixel;
  const right = bbox.left + bbox.width - at;
  const left = at - bbox.left;
  const room = Math.max(right, left) - 2 * gap;
  let text = label;
  while (text.length > 1 && ctx.measureText(text).width > room) text = `${text.slice(0, -2).trimEnd()}…`;
  const { width } = ctx.measureText(text);
  ctx.textAlign = right >= left || width <= right - 2 * gap ? "left" : "right";
  const from = ctx.textAlign === "left" ? at + gap : at - gap - width;
  const to = from + width + gap;
  let row = 0;
  while (written.some((other) => other.row === row && other.from < to && from < other.to)) row++;
  written.push({ row, from, to });
  ctx.fillText(text, ctx.textAlign === "left" ? at + gap : at - gap, bbox.top + gap / 2 + 15 * pixel * row);
}
