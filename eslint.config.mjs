// What ESLint refuses, besides what the compiler does. ESLint and editors look for this file at the top.
import { defineConfig, globalIgnores } from "eslint/config";
import { builtinRules } from "eslint/use-at-your-own-risk";
import tseslint from "typescript-eslint";

/** Exact in every engine by the language standard; all other functions of Math may differ in the last bit. */
const EXACT = "abs|ceil|clz32|floor|fround|imul|max|min|round|sign|trunc|E|LN10|LN2|LOG10E|LOG2E|PI|SQRT1_2|SQRT2";
const ASK_KERNEL = "differs between engines; results must not. Let the kernel compute it.";

const EVERYWHERE = [
  { selector: "ExportDefaultDeclaration", message: "Export by name: a name can be searched for." },
  { selector: "TSEnumDeclaration", message: "Use a union of strings, or constants." },
];
const NO_MARKUP_FROM_TEXT = [
  {
    selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc)$/]",
    message: "Text must not become markup. Render with lit.",
  },
  {
    selector: "ImportSpecifier[imported.name=/^unsafe/]",
    message: "lit's unsafe directives turn text into markup; render the parts.",
  },
];
const EXACT_ARITHMETIC = [
  {
    selector: `MemberExpression[object.name='Math']:not([computed=false][property.name=/^(${EXACT})$/])`,
    message: `This function of Math ${ASK_KERNEL}`,
  },
  {
    selector: "VariableDeclarator[init.name='Math']",
    message: "Write Math.name in full, so this rule sees it.",
  },
  {
    selector: "BinaryExpression[operator='**']:not([left.type='Literal'][right.type='Literal'])",
    message: `** ${ASK_KERNEL} Whole powers are products.`,
  },
  { selector: "AssignmentExpression[operator='**=']", message: `**= ${ASK_KERNEL} Whole powers are products.` },
];

/** The folders that every result passes through. */
const ON_THE_WAY_TO_A_RESULT = [
  ..."base document model program kernel trajectory sampler optimise posterior run"
    .split(" ")
    .map((name) => `src/${name}/**/*.ts`),
];

export default defineConfig(
  globalIgnores(["assembly/", "bench/limit/", "build/", "dist/", "node_modules/", "test/reference/"]),
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { length: { rules: { "look-again": builtinRules.get("max-lines") } } },
    rules: {
      // `== null` asks for null and undefined at once.
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-alert": "error",
      "no-constant-condition": ["error", { checkLoops: false }],
      "no-debugger": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-syntax": ["error", ...EVERYWHERE, ...NO_MARKUP_FROM_TEXT],
      "no-script-url": "error",
      "no-var": "error",
      "no-warning-comments": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      // A file of 250 lines often does two things; one of 400 always.
      "length/look-again": ["warn", { max: 250 }],
      "max-lines": ["error", { max: 400 }],
    },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["src/tsconfig.{pure,dom,worker,node}.json", "test/tsconfig.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-non-null-assertion": "error",
      // An async function is the plain way to a promise, for what answers at once too.
      "@typescript-eslint/require-await": "off",
      // Our functions in objects use no `this`.
      "@typescript-eslint/unbound-method": "off",
      // Declarations of what a package or a host leaves undeclared.
      "@typescript-eslint/triple-slash-reference": ["error", { path: "always" }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ["src/**/*.ts"],
    rules: {
      "max-lines-per-function": ["warn", { max: 40, skipBlankLines: true, skipComments: true }],
      "max-params": ["warn", { max: 5 }],
      "no-console": "error",
    },
  },
  { files: ["src/cli/**", "src/node/**", "src/app/vite/**"], rules: { "no-console": "off" } },
  {
    files: ON_THE_WAY_TO_A_RESULT,
    rules: { "no-restricted-syntax": ["error", ...EVERYWHERE, ...NO_MARKUP_FROM_TEXT, ...EXACT_ARITHMETIC] },
  },
  {
    files: ["src/views/**/*.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...["Worker", "SharedWorker", "fetch", "XMLHttpRequest", "indexedDB", "localStorage"].map((name) => ({
          name,
          message: "A view gets properties and sends events; it knows no worker, no network and no store.",
        })),
      ],
    },
  },
  {
    // Tools read their settings from the default export; a declaration says what others export.
    files: ["**/*.config.{ts,mjs}", "**/*.d.ts"],
    rules: { "no-restricted-syntax": ["error", ...NO_MARKUP_FROM_TEXT] },
  },
);
