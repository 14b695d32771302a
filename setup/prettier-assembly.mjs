// Prettier plugin: formats AssemblyScript, which allows decorators such as @inline where TypeScript's grammar does not.
import { printers as estree } from "prettier/plugins/estree";
import { parsers as typescript } from "prettier/plugins/typescript";

/** A decorator alone on its line, as it stands before functions and variables. */
const DECORATOR = /^(\s*)@(inline|lazy|unsafe|global|external|operator)\b/gm;
const HIDDEN = /^@(inline|lazy|unsafe|global|external|operator)\b/;

export const parsers = {
  assembly: {
    ...typescript.typescript,
    astFormat: "assembly",
    /** Hides each decorator in a comment, which the printer below takes out again. */
    preprocess: (/** @type {string} */ text) => text.replace(DECORATOR, "$1//@$2"),
  },
};

export const printers = {
  assembly: {
    ...estree.estree,
    /**
     * @param {import("prettier").AstPath} path
     * @param {import("prettier").ParserOptions} options
     */
    printComment: (path, options) => {
      const text = String(path.node.value);
      return HIDDEN.test(text) ? text.trimEnd() : estree.estree.printComment?.(path, options);
    },
  },
};
