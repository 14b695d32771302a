// How Vite builds and serves the application. The output works from any sub-path of any static host.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { DEVELOPMENT_POLICY } from "../../setup/headers.mjs";
import { sourceCommit, sourceVersion } from "../../setup/source-version.mjs";
import { kernelReload } from "./vite/kernel-reload.ts";
import { offline } from "./vite/offline.ts";
import { policyMeta } from "./vite/policy-meta.ts";
import { regions } from "./vite/regions.ts";
import { sizes } from "./vite/sizes.ts";
import { withoutNotes } from "./vite/without-notes.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const OUTPUT = `${PROJECT}/dist`;

// Vite reads its configuration from the default export.
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  publicDir: `${PROJECT}/public`,
  base: "./",
  define: {
    __MIDSUMMER_VERSION__: JSON.stringify(sourceVersion()),
    __MIDSUMMER_COMMIT__: JSON.stringify(sourceCommit()),
  },
  worker: { format: "es" },
  plugins: [
    regions(`${PROJECT}/regions`),
    kernelReload(PROJECT),
    policyMeta(),
    sizes(PROJECT),
    withoutNotes(OUTPUT),
    offline(`${PROJECT}/src/browser/service-worker.ts`),
  ],
  server: {
    fs: { allow: [PROJECT] },
    headers: { "Content-Security-Policy": DEVELOPMENT_POLICY },
  },
  build: {
    outDir: OUTPUT,
    emptyOutDir: true,
    // A file turned into a data: address would be refused by the content security policy.
    assetsInlineLimit: 0,
    // The polyfill is for browsers that cannot run the kernel either.
    modulePreload: { polyfill: false },
    // Our own plugin prints the sizes, with the budgets.
    reportCompressedSize: false,
  },
});
