/**
 * Jensen–Shannon divergence (base 2) of two distributions given as counts or shares of the same categories in the same order:
 * 0 when they are alike, 1 when they share no category.
 *
 * @returns undefined when either holds nothing.
 * @throws RangeError when the two name different numbers of categories or hold a negative count.
 */
export function jensenShannonDivergence(left: readonly number[], right: readonly number[]): number | undefined {
  if (left.length !== right.length) throw new RangeError('both distributions need the same categories');
  if ([...left, ...right].some((count) => count < 0)) throw new RangeError('a count is never negative');
  const leftTotal = left.reduce((sum, count) => sum + count, 0);
  const rightTotal = right.reduce((sum, count) => sum + count, 0);
  if (leftTotal === 0 || rightTotal === 0) return undefined;

  let divergence = 0;
  for (const [category, leftCount] of left.entries()) {
    const p = leftCount / leftTotal;
    const q = (right[category] ?? 0) / rightTotal;
    const middle = (p + q) / 2;
    divergence += (surprise(p, middle) + surprise(q, middle)) / 2;
  }
  return Math.min(1, Math.max(0, divergence)); // rounding alone can step outside
}

const surprise = (share: number, middle: number): number => (share === 0 ? 0 : share * Math.log2(share / middle));
