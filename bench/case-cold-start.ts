// The case `cold-start`: from the request of a region's page to its first curve, in a browser that has never seen it.

import { freshContext, withApplication } from "./browser.ts";
import type { Case } from "./case.ts";
import { median, quantile, spread } from "./measure.ts";
import type { Result } from "./result.ts";
import { REGIONS, watched } from "./slider-page.ts";

export const coldStartCase: Case = {
  name: "cold-start",
  summary: "the first curve after a cold load in Chromium: England 1978, Malaysia core and complete",
  cores: "all",
  run: ({ rounds }) =>
    withApplication(async ({ address, browser }) => {
      const times = new Map<string, number[]>();
      for (let round = 0; round < rounds; round += 1) {
        for (const { what, path } of REGIONS) {
          const context = await freshContext(browser);
          const watch = await watched(context);
          const shown = watch.nextFrame();
          await watch.page.goto(`${address}#/region/${path}`);
          times.set(what, [...(times.get(what) ?? []), await shown]);
          await context.close();
        }
      }
      return [...times].map(([what, all]): Result => {
        const figures = { median_ms: median(all), spread: spread(all), p95_ms: quantile(all, 0.95) };
        return { case: "cold-start", what: `${what}: load to first curve`, lanes: 1, ...figures };
      });
    }),
};
