// The order of turns, with frames that come as soon as they are asked for.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { inTurn, RANK } from "../../src/views/turns.ts";

describe("drawing in turns", () => {
  let frames = 0;

  beforeEach(() => {
    frames = 0;
    vi.stubGlobal("requestAnimationFrame", (callback: (time: number) => void) => {
      setTimeout(() => {
        frames += 1;
        callback(performance.now());
      });
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  /** Waits until as many have drawn. */
  const drawn = (names: readonly string[], count: number): Promise<void> =>
    vi.waitFor(() => expect(names).toHaveLength(count));

  test("puts what is in sight before what is not, and pictures before words", async () => {
    const names: string[] = [];
    const wish = (name: string, rank: Parameters<typeof inTurn>[1]): void => inTurn({}, rank, () => names.push(name));
    wish("words out of sight", RANK.wordsOutOfSight);
    wish("picture out of sight", RANK.pictureOutOfSight);
    wish("words", RANK.words);
    wish("picture", RANK.picture);
    await drawn(names, 4);
    expect(names).toEqual(["picture", "words", "picture out of sight", "words out of sight"]);
  });

  test("draws the latest wish of an owner, at the place of its first", async () => {
    const names: string[] = [];
    const [one, other] = [{}, {}];
    inTurn(one, RANK.words, () => names.push("old"));
    inTurn(other, RANK.words, () => names.push("other"));
    inTurn(one, RANK.words, () => names.push("new"));
    await drawn(names, 2);
    expect(names).toEqual(["new", "other"]);
  });

  test("ends a frame with its first picture", async () => {
    const names: string[] = [];
    for (const name of ["a", "b", "c"]) inTurn({}, RANK.picture, () => names.push(name));
    await drawn(names, 3);
    expect(frames).toBe(3);
  });

  test("gives an owner that asks again while it draws another turn, after the others", async () => {
    const names: string[] = [];
    const owner = {};
    inTurn(owner, RANK.words, () => {
      names.push("first");
      inTurn(owner, RANK.words, () => names.push("again"));
    });
    inTurn({}, RANK.words, () => names.push("other"));
    await drawn(names, 3);
    expect(names).toEqual(["first", "other", "again"]);
  });

  test("goes on after a drawing that fails", async () => {
    const names: string[] = [];
    const failed = new Promise((resolve) => process.once("unhandledRejection", resolve));
    inTurn({}, RANK.words, () => {
      throw new Error("this one cannot be drawn");
    });
    inTurn({}, RANK.words, () => names.push("other"));
    await drawn(names, 1);
    expect(String(await failed)).toContain("this one cannot be drawn");
  });
});
