/** How likely at least so many of `all` come to pass by chance, where each does with this probability (between 0 and 1), whatever the others do. */
export function atLeastByChance(least: number, all: number, probability: number): number {
  if (least <= 0) return 1;
  // The first term by logarithms, as its factors are too large and too small for themselves; each other one from the one before.
  let logarithm = least * Math.log(probability) + (all - least) * Math.log1p(-probability);
  for (let at = 1; at <= all - least; at += 1) logarithm += Math.log((least + at) / at);
  let term = Math.exp(logarithm);
  let sum = 0;
  for (let count = least; count <= all; count += 1) {
    sum += term;
    term *= ((all - count) / (count + 1)) * (probability / (1 - probability));
  }
  return Math.min(1, sum);
}
