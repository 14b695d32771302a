// An element that waits for its turn before it draws itself anew.
import { LitElement } from "lit";
import { inTurn, RANK } from "./turns.ts";

/** An element that is updated in its turn, with the charts within it. */
export abstract class TurnElement extends LitElement {
  #isInSight = true;
  readonly #sight = new IntersectionObserver((entries) => {
    this.#isInSight = entries.at(-1)?.isIntersecting ?? false;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sight.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sight.disconnect();
  }

  protected override scheduleUpdate(): Promise<void> {
    return new Promise((resolve, reject) => {
      inTurn(this, this.#isInSight ? RANK.words : RANK.wordsOutOfSight, () => {
        try {
          void super.scheduleUpdate();
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
        return this.#innerUpdates();
      });
    });
  }

  /** Of the charts alone: the element itself may want another update already, and that waits for a turn of its own. */
  async #innerUpdates(): Promise<void> {
    for (const name of ["epi-output-chart", "epi-chart"]) {
      await Promise.all([...this.querySelectorAll<LitElement>(name)].map((inner) => inner.updateComplete));
    }
  }
}
