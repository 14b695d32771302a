// Drawing in turns: what is in sight first, in slices so short that the page goes on answering between them.

/** The order of turns: what is in sight before what is not, a picture before the words of the next one. */
export const RANK = { picture: 0, words: 1, pictureOutOfSight: 2, wordsOutOfSight: 3 } as const;
export type Rank = (typeof RANK)[keyof typeof RANK];

/** Milliseconds of drawing in one frame, after which the rest waits for the next: styles and layout need theirs too. */
const SLICE = 4;

/** A picture ends its slice: it is painted once the slice is over, and that takes about as long again. */
const PICTURES: ReadonlySet<Rank> = new Set([RANK.picture, RANK.pictureOutOfSight]);

interface Turn {
  readonly rank: Rank;
  readonly draw: () => unknown;
}

const waiting = new Map<object, Turn>();
let isAsked = false;

/**
 * Draws in one of the next frames. Of two wishes of one `owner` the later holds, at the place of the earlier.
 *
 * @param draw  may return a promise of what it draws within the same frame. It must not wait for another turn: there is
 *              none before it is done.
 */
export function inTurn(owner: object, rank: Rank, draw: () => unknown): void {
  waiting.set(owner, { rank, draw });
  ask();
}

function ask(): void {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(() => void slice());
}

async function slice(): Promise<void> {
  const begun = performance.now();
  try {
    let isOver = false;
    while (!isOver) {
      const turn = take();
      await turn?.draw();
      isOver = turn === undefined || PICTURES.has(turn.rank) || performance.now() - begun >= SLICE;
    }
  } finally {
    isAsked = false;
    if (waiting.size > 0) ask();
  }
}

/** The first in rank, and of these the one that waits longest; it waits no more. */
function take(): Turn | undefined {
  let best: [object, Turn] | undefined;
  for (const each of waiting) if (best === undefined || each[1].rank < best[1].rank) best = each;
  if (best !== undefined) waiting.delete(best[0]);
  return best?.[1];
}
