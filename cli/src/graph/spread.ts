/** Places things on a line as near as possible to where they want to be, in order and without overlap. */

export interface Wish {
  /** Where its left end would like to be. */
  at: number;
  width: number;
  weight: number;
}

/**
 * Left ends, in the given order, `gap` cells or more between neighbours. It minimises the weighted sum of
 * squared distances to the wishes: isotonic regression by pooling adjacent violators.
 */
export function spread(wishes: readonly Wish[], gap: number): number[] {
  // With the widths taken out, "no overlap" becomes "not decreasing".
  const offsets: number[] = [];
  let offset = 0;
  wishes.forEach((wish) => {
    offsets.push(offset);
    offset += wish.width + gap;
  });
  const blocks: { mean: number; weight: number; count: number }[] = [];
  wishes.forEach((wish, index) => {
    let block = { mean: wish.at - (offsets[index] ?? 0), weight: wish.weight, count: 1 };
    for (let last = blocks.at(-1); last && last.mean > block.mean; last = blocks.at(-1)) {
      blocks.pop();
      const weight = last.weight + block.weight;
      block = {
        mean: (last.mean * last.weight + block.mean * block.weight) / weight,
        weight,
        count: last.count + block.count,
      };
    }
    blocks.push(block);
  });
  return blocks
    .flatMap((block) => Array.from({ length: block.count }, () => Math.round(block.mean)))
    .map((at, index) => at + (offsets[index] ?? 0));
}
