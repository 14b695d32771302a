// Vite plugin: keeps the notes for developers in `public/README.md` out of the built application.
import { rmSync } from "node:fs";
import type { Plugin } from "vite";

/** @param output the folder that is built into */
export function withoutNotes(output: string): Plugin {
  return {
    name: "midsummer:without-notes",
    apply: "build",
    closeBundle: () => rmSync(`${output}/README.md`, { force: true }),
  };
}
