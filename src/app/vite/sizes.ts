// Vite plugin: prints what the built application weighs, and fails the build when a budget is broken.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

/** KiB, gzipped. The first view should open at once on a phone in the field. */
const FIRST_VIEW_BUDGET = 80;
const KERNEL_BUDGET = 30;

/** @param project the folder that holds `build/kernel.wasm` */
export function sizes(project: string): Plugin {
  return {
    name: "midsummer:sizes",
    apply: "build",
    writeBundle(_options, bundle) {
      const files = Object.values(bundle);
      const firstView = kib(firstViewChunks(files).map((chunk) => chunk.code));
      const scripts = kib(files.filter((file) => /\.m?js$/.test(file.fileName)).map(content));
      const kernel = kib([readFileSync(`${project}/build/kernel.wasm`)]);
      console.log(
        "\nGzipped, KiB\n" +
          line("JavaScript of the first view", firstView, FIRST_VIEW_BUDGET) +
          line("JavaScript in all", scripts) +
          line("kernel.wasm", kernel, KERNEL_BUDGET),
      );
      if (firstView > FIRST_VIEW_BUDGET || kernel > KERNEL_BUDGET) this.error("A size budget is broken; see above.");
    },
  };
}

/** What index.html loads before anything runs: its entry and, transitively, the entry's static imports. */
function firstViewChunks(files: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[]): Rolldown.OutputChunk[] {
  const chunks = files.filter((file) => file.type === "chunk");
  const reached = new Set(chunks.filter((chunk) => chunk.isEntry && chunk.facadeModuleId?.endsWith("index.html")));
  // A set visits what is added to it while it is walked.
  for (const chunk of reached) {
    for (const other of chunks) if (chunk.imports.includes(other.fileName)) reached.add(other);
  }
  if (reached.size === 0) throw new Error("No script of index.html is in the build; the first view cannot be weighed.");
  return [...reached];
}

function content(file: Rolldown.OutputChunk | Rolldown.OutputAsset): string | Uint8Array {
  return file.type === "chunk" ? file.code : file.source;
}

/** KiB of all of these, each gzipped by itself as a server would. */
function kib(contents: readonly (string | Uint8Array)[]): number {
  return contents.reduce((sum, each) => sum + gzipSync(each, { level: 9 }).length, 0) / 1024;
}

function line(name: string, size: number, budget?: number): string {
  const limit = budget === undefined ? "" : ` of ${budget}${size > budget ? "  TOO BIG" : ""}`;
  return `  ${name.padEnd(30)}${size.toFixed(1).padStart(7)}${limit}\n`;
}
