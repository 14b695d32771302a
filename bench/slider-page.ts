// A region's page that tells when frames are on screen, and a slider of it that is moved by the mouse.

import { fileURLToPath } from "node:url";
import type { BrowserContext, Page } from "@playwright/test";

export interface Region {
  readonly what: string;
  readonly path: string;
  /** Name of the parameter whose slider is moved. */
  readonly slider: string;
}

export const REGIONS: readonly Region[] = [
  { what: "England 1978", path: "england-1978/influenza", slider: "contact_rate" },
  { what: "Malaysia core", path: "malaysia/covid-19-core", slider: "contact_rate" },
  { what: "Malaysia complete", path: "malaysia/covid-19", slider: "contact_rate" },
];

const WATCH = fileURLToPath(new URL("watch-frames.js", import.meta.url));

export interface Watched {
  readonly page: Page;
  /** Milliseconds from the next move of a slider to the end of the first frame that shows it. */
  nextFrame(): Promise<number>;
}

/** A page that tells when a chart that was drawn is on screen. */
export async function watched(context: BrowserContext): Promise<Watched> {
  const page = await context.newPage();
  let told: (latency: number) => void = () => undefined;
  await page.exposeBinding("noteFrame", (_source, latency: number) => told(latency));
  await page.addInitScript({ path: WATCH });
  return { page, nextFrame: () => new Promise((resolve) => (told = resolve)) };
}

export interface Track {
  readonly left: number;
  readonly width: number;
  readonly y: number;
}

/** Where a slider is, once curves are on screen; the mouse holds it from now on. */
export async function takeSlider({ page }: Watched, parameter: string): Promise<Track> {
  await page.locator("epi-chart canvas").first().waitFor({ timeout: 60_000 });
  const slider = page.locator(`#parameter-${parameter}`);
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (box === null) throw new Error(`the slider of ${parameter} is not on screen`);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  return { left: box.x + box.width * 0.3, width: box.width * 0.4, y };
}

/** Moves the slider, each time once the move before is on screen. @returns milliseconds from each move to its frame's end */
export async function drag({ page, nextFrame }: Watched, { left, width, y }: Track, moves: number): Promise<number[]> {
  const latencies: number[] = [];
  for (let move = 0; move < moves; move += 1) {
    const shown = nextFrame();
    await page.mouse.move(left + (width * (((move * 7) % moves) + 0.5)) / moves, y);
    latencies.push(await shown);
  }
  return latencies;
}

/** Moves the slider at 60 moves a second, whatever is on screen. */
export async function dragOn({ page }: Watched, { left, width, y }: Track, moves: number): Promise<void> {
  for (let move = 0; move < moves; move += 1) {
    await page.mouse.move(left + (width * (((move * 7) % moves) + 0.5)) / moves, y);
    await page.waitForTimeout(16);
  }
}
