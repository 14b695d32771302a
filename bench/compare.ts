// A short bench beside the recorded one, for `npm test`: tells what has become slower, and never fails for it.

import { limitCase } from "./case-limit.ts";
import { fallen, latest, ratiosOf, type Recorded } from "./history.ts";
import { pin } from "./measure.ts";

/** Whole runs, with one lane and four, take some seconds and say most. */
const isTold = ({ what, lanes }: Recorded): boolean => what === "run" && (lanes === 1 || lanes === 4);

const before = latest();
if (before === undefined) {
  console.log("Nothing was recorded yet: `npm run bench -- limit --record` does it.");
} else {
  pin();
  const now = ratiosOf(await limitCase.run({ rounds: 3 })).filter(isTold);
  const slower = fallen(now, before.figures);
  // The word “warning” makes the runner of the tests show what is said here.
  if (slower.length > 0) {
    console.log(`warning: slower than recorded on ${before.date.slice(0, 10)} at ${before.commit.slice(0, 12)}:`);
    for (const sentence of slower) console.log(`  ${sentence}`);
    console.log("A report, no failure: on a busy or shared machine figures scatter. Measure again when it is quiet.");
  } else console.log(`${now.length} ratios are within 15 % of those recorded on ${before.date.slice(0, 10)}.`);
}
