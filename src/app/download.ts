// Files to the reader: charts as SVG and PNG, draws as CSV, records whole.
import { chartSvg, PRINT_HEIGHT, PRINT_WIDTH, type PrintNotes } from "../views/chart-svg.ts";
import type { ChartSpec } from "../views/chart-spec.ts";
import { RECORD_SUFFIX } from "./open-file.ts";
import type { RunRecord } from "../store/record.ts";

/** Pixels per point: 160 mm wide at 300 per inch. */
const PNG_SCALE = 300 / 96;

export function download(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export async function downloadChart(spec: ChartSpec, notes: PrintNotes, format: "svg" | "png"): Promise<void> {
  const text = chartSvg(spec, notes);
  const name = `${fileName(notes.subtitle)}-${fileName(spec.title)}.${format}`;
  if (format === "svg") return download(name, text, "image/svg+xml");
  download(name, await pngOf(text), "image/png");
}

export async function downloadRecord(record: RunRecord): Promise<void> {
  const { encodeRecord } = await import("../store/codec.ts");
  download(`${fileName(record.title)}-${record.id}${RECORD_SUFFIX}`, encodeRecord(record), "application/octet-stream");
}

export async function downloadDraws(record: RunRecord): Promise<void> {
  const { drawsCsv } = await import("../store/codec.ts");
  download(`${fileName(record.title)}-${record.id}-draws.csv`, drawsCsv(record), "text/csv");
}

async function pngOf(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(PRINT_WIDTH * PNG_SCALE);
    canvas.height = Math.round(PRINT_HEIGHT * PNG_SCALE);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made."))),
        "image/png",
      );
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Lower-case letters, digits and hyphens. */
function fileName(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
