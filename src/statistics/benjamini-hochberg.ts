/**
 * Adjusts p-values for having asked many questions at once, in the order given: q(i) = min over k ≥ i of p(k)·m/k.
 * Calling every q ≤ 0.05 a change keeps the expected share of false calls at 5 % (Benjamini & Hochberg 1995).
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  const ascending = pValues.map((p, position) => ({ p, position })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let smallest = 1;
  for (const [index, { p, position }] of [...ascending.entries()].reverse()) {
    smallest = Math.min(smallest, (p * pValues.length) / (index + 1));
    adjusted[position] = smallest;
  }
  return adjusted;
}
