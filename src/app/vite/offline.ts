// Vite plugin: writes service-worker.js beside the built page, with a list and a digest of all files of the build.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { transformWithOxc, type Plugin } from "vite";

const OUTPUT = "service-worker.js";
/** Notes for developers and the schema for editors: nothing that the page loads. */
const LEFT_OUT = /^(README\.md|document\.schema\.json|regions\/[^/]*\.md|regions\/CHECKSUMS)$/;

/** @param source the worker's file, `src/browser/service-worker.ts` */
export function offline(source: string): Plugin {
  let folder = "";
  return {
    name: "midsummer:offline",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle: {
      // After all other plugins have written and removed what they will.
      order: "post",
      sequential: true,
      async handler() {
        const files = builtFiles(folder);
        const digest = digestOf(folder, files);
        const addresses = files.map((file) => (file === "index.html" ? "./" : file));
        const { code } = await transformWithOxc(readFileSync(source, "utf8"), source);
        writeFileSync(join(folder, OUTPUT), `const BUILD = ${JSON.stringify({ digest, files: addresses })};\n${code}`);
      },
    },
  };
}

/** Paths of the files that make up the application, sorted, with forward slashes. */
export function builtFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter((path) => path !== OUTPUT && !LEFT_OUT.test(path))
    .toSorted();
}

/** Changes with any byte of any file. */
function digestOf(folder: string, files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files)
    hash.update(`${file}\0`).update(
      createHash("sha256")
        .update(readFileSync(join(folder, file)))
        .digest(),
    );
  return hash.digest("hex").slice(0, 16);
}
