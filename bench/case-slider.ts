// The case `slider`: from a move of a slider to the end of the first frame that shows it, and how long the page was blocked.

import { freshContext, tasksDuring, withApplication, type Task } from "./browser.ts";
import type { Case } from "./case.ts";
import { median, quantile, spread } from "./measure.ts";
import type { Result } from "./result.ts";
import { drag, dragOn, REGIONS, takeSlider, watched } from "./slider-page.ts";

/** Moves of a slider in one round. */
const MOVES = 40;

export const sliderCase: Case = {
  name: "slider",
  summary: "slider to paint in Chromium: England 1978, Malaysia core and complete",
  cores: "all",
  run: ({ rounds }) =>
    withApplication(async ({ address, browser }) => {
      const results: Result[] = [];
      for (const { what, path, slider } of REGIONS) {
        const context = await freshContext(browser);
        const watch = await watched(context);
        await watch.page.goto(`${address}#/region/${path}`);
        const track = await takeSlider(watch, slider);
        // The first runs are made by the quick compiler.
        await drag(watch, track, MOVES);
        const latencies: number[] = [];
        for (let round = 0; round < rounds; round += 1) latencies.push(...(await drag(watch, track, MOVES)));
        const tasks = await tasksDuring(browser, watch.page, () => dragOn(watch, track, 3 * MOVES));
        results.push(...figuresOf(what, latencies, tasks));
        await context.close();
      }
      return results;
    }),
};

function figuresOf(what: string, latencies: readonly number[], tasks: readonly Task[]): Result[] {
  const longest = (part: keyof Task): number => Math.max(...tasks.map((task) => task[part]));
  const figure = { case: "slider", lanes: 1 };
  return [
    {
      ...figure,
      what: `${what}: input to paint`,
      median_ms: median(latencies),
      spread: spread(latencies),
      p95_ms: quantile(latencies, 0.95),
    },
    { ...figure, what: `${what}: longest task, processor time`, median_ms: longest("processor") },
    { ...figure, what: `${what}: longest task, wall time`, median_ms: longest("wall") },
  ];
}
