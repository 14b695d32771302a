// Who may import whom: the table of the layers, as rules for dependency-cruiser. Type imports count.

const PURE = "base document model program kernel trajectory sampler optimise posterior store run".split(" ");

/**
 * For each folder of `src/`: the other folders it may import, the files of `assembly/` (numbers that both sides must
 * agree on), the npm packages, and whether it may use Node's own modules.
 *
 * @type {Record<string, { folders: string[], assembly?: string[], packages?: string[], node?: boolean }>}
 */
export const MAY_IMPORT = {
  base: { folders: [] },
  document: { folders: ["base"], packages: ["yaml", "zod"] },
  model: { folders: ["base", "document"] },
  program: {
    folders: ["base", "document", "model"],
    assembly: ["layout", "family", "adjoint-layout"],
    packages: ["@noble/hashes"],
  },
  kernel: { folders: ["base", "program"], assembly: ["layout", "family", "adjoint-layout"] },
  trajectory: { folders: ["base", "model", "kernel", "program"], assembly: ["layout"] },
  sampler: { folders: ["base"] },
  optimise: { folders: ["base", "sampler"] },
  posterior: {
    folders: ["base", "model", "kernel", "program", "trajectory", "sampler"],
    assembly: ["layout", "family"],
  },
  store: { folders: ["base", "program", "sampler", "trajectory"], packages: ["@noble/hashes"] },
  run: { folders: PURE, assembly: ["family"], packages: ["comlink"] },
  views: { folders: ["base", "model", "trajectory", "store"], packages: ["lit", "uplot"] },
  browser: { folders: ["run", "kernel", "store", "base"], packages: ["comlink", "idb"] },
  node: { folders: ["run", "kernel", "store", "base"], packages: ["comlink", "tsx"], node: true },
  app: { folders: ["views", "browser", "run", "store", "base", "model", "trajectory"], packages: ["lit"] },
  cli: { folders: ["node", ...PURE], node: true },
};

/** The build of the application runs in Node and is no part of the application; it keeps the rules of `setup/`. */
const APP_BUILD = "^src/app/vite(/|[.]config[.]ts$)";

const folderRules = Object.entries(MAY_IMPORT).flatMap(([name, row]) => {
  const from = { path: `^src/${name}/`, pathNot: APP_BUILD };
  /** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
  const rules = [
    {
      name: `${name}-may-import-${row.folders.join("-") || "no-other-folder"}`,
      severity: "error",
      from,
      to: { path: "^src/", pathNot: [name, ...row.folders].map((folder) => `^src/${folder}/`) },
    },
    {
      name: `${name}-may-import-${row.assembly?.join("-and-") ?? "nothing"}-of-assembly`,
      severity: "error",
      from,
      to: { path: "^assembly/", pathNot: (row.assembly ?? []).map((file) => `^assembly/${file}[.]ts$`) },
    },
    {
      name: `${name}-may-use-${row.packages?.join("-and-") ?? "no-package"}`,
      severity: "error",
      from,
      to: { path: "node_modules/", pathNot: (row.packages ?? []).map((name) => `node_modules/${name}/`) },
    },
    { name: `${name}-may-not-use-node`, severity: "error", from, to: { dependencyTypes: ["core"] } },
  ];
  return row.node ? rules.slice(0, 3) : rules;
});

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
export const FORBIDDEN = [
  { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
  {
    name: "no-folder-without-a-row-in-the-table",
    severity: "error",
    from: { path: "^src/[^/]+/", pathNot: Object.keys(MAY_IMPORT).map((name) => `^src/${name}/`) },
    to: {},
  },
  {
    name: "index-may-import-pure-folders",
    severity: "error",
    from: { path: "^src/index[.]ts$" },
    to: { pathNot: PURE.map((name) => `^src/${name}/`) },
  },
  {
    name: "src-knows-no-test-setup-or-bench",
    severity: "error",
    from: { path: "^src/", pathNot: APP_BUILD },
    // The one place that knows version and commit of the sources; the build puts them into the application.
    to: { path: "^(test|setup|bench)/", pathNot: "^setup/source-version[.]mjs$" },
  },
  {
    name: "assembly-imports-nothing-else",
    severity: "error",
    from: { path: "^assembly/" },
    to: { pathNot: "^assembly/" },
  },
  {
    name: "imports-lead-somewhere",
    severity: "error",
    from: { path: "^src/" },
    to: { couldNotResolve: true, pathNot: "^virtual:" },
  },
  ...folderRules,
];
