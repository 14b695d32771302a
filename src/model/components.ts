// Strongly connected components of a directed graph: what leads to each other and back.

/**
 * The components, each a list of nodes, so ordered that every arrow between two of them leads from an earlier one to a
 * later one. Cost: nodes + arrows.
 *
 * @param count  number of nodes
 * @param next   nodes to which the arrows of a node lead
 * Source: Tarjan, SIAM J. Comput. 1 (1972) 146–160, with a stack of its own instead of recursion.
 */
export function strongComponents(count: number, next: (node: number) => readonly number[]): number[][] {
  const search = new Search(count, next);
  for (let node = 0; node < count; node += 1) search.from(node);
  return search.found.reverse();
}

class Search {
  readonly found: number[][] = [];
  private readonly next: (node: number) => readonly number[];
  /** Order of discovery, −1 for a node not seen yet; and the earliest node on the stack that it leads to. */
  private readonly order: Int32Array;
  private readonly lowest: Int32Array;
  private readonly onStack: Uint8Array;
  private readonly stack: number[] = [];
  private seen = 0;

  constructor(count: number, next: (node: number) => readonly number[]) {
    this.next = next;
    this.order = new Int32Array(count).fill(-1);
    this.lowest = new Int32Array(count);
    this.onStack = new Uint8Array(count);
  }

  from(start: number): void {
    if (this.order[start] !== -1) return;
    const path = [this.open(start)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = top.arrows[top.at];
      top.at += 1;
      if (to === undefined) {
        path.pop();
        this.close(top.node, path.at(-1)?.node);
      } else if (this.order[to] === -1) path.push(this.open(to));
      else if (this.onStack[to] === 1) this.lower(top.node, this.order[to] ?? 0);
    }
  }

  private open(node: number): { node: number; arrows: readonly number[]; at: number } {
    this.order[node] = this.seen;
    this.lowest[node] = this.seen;
    this.seen += 1;
    this.stack.push(node);
    this.onStack[node] = 1;
    return { node, arrows: this.next(node), at: 0 };
  }

  private close(node: number, parent: number | undefined): void {
    const lowest = this.lowest[node] ?? 0;
    if (parent !== undefined) this.lower(parent, lowest);
    if (lowest !== this.order[node]) return;
    const component = this.stack.splice(this.stack.lastIndexOf(node));
    for (const member of component) this.onStack[member] = 0;
    this.found.push(component);
  }

  private lower(node: number, to: number): void {
    this.lowest[node] = Math.min(this.lowest[node] ?? 0, to);
  }
}
