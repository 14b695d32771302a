// Vite plugin: writes the content security policy into the built page, so that it holds on every static host.
import type { Plugin } from "vite";
import { CONTENT_SECURITY_POLICY } from "../../../setup/headers.mjs";

export function policyMeta(): Plugin {
  return {
    name: "midsummer:policy-meta",
    apply: "build",
    transformIndexHtml(html) {
      if (html.includes("Content-Security-Policy")) {
        throw new Error("index.html holds a content security policy of its own; the one in setup/headers.mjs is used.");
      }
      return [
        {
          tag: "meta",
          attrs: { "http-equiv": "Content-Security-Policy", content: CONTENT_SECURITY_POLICY },
          injectTo: "head-prepend",
        },
      ];
    },
  };
}
