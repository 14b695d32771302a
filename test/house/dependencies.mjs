// Checks who imports whom in `src/` and `assembly/`: `node test/house/dependencies.mjs [project]`.
import { resolve } from "node:path";
import { cruise } from "dependency-cruiser";
import { FORBIDDEN } from "./may-import.mjs";

/**
 * About four fifths of the modules there are. With an unsuitable TypeScript the cruiser sees no module and finds no
 * fault (it did with 7.0), so too few modules fail the check.
 */
const FEWEST_MODULES = 170;

const [project, fewest] = [process.argv[2] ?? ".", Number(process.argv[3] ?? FEWEST_MODULES)];
const options = /** @type {import("dependency-cruiser").ICruiseOptions} */ ({
  baseDir: resolve(project),
  ruleSet: { forbidden: FORBIDDEN },
  validate: true,
  tsPreCompilationDeps: true,
  doNotFollow: { path: "node_modules" },
});
const { output } = await cruise(["src", "assembly"], options, {
  // Packages are found by their "exports", as Vite and Node do.
  exportsFields: ["exports"],
  conditionNames: ["import", "browser", "default", "types"],
});
if (typeof output === "string") throw new Error(`dependency-cruiser answered with text: ${output}`);

const modules = output.modules.filter((module) => /^(src|assembly)\//.test(module.source)).length;
for (const { rule, from, to } of output.summary.violations) console.log(`${rule.name}: ${from} → ${to}`);
console.log(`${modules} modules, ${output.summary.violations.length} forbidden imports`);
if (modules < fewest) console.log(`Fewer than the ${fewest} modules expected: the check did not see what it should.`);
process.exitCode = output.summary.violations.length > 0 || modules < fewest ? 1 : 0;
