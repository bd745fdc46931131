/** The two-sided 95 % point of the standard normal distribution. */
export const Z_95 = 1.959963984540054;

/** Probability that a standard normal value is at most `z`. */
export function normalProbability(z: number): number {
  return z < 0 ? upperTail(-z) : 1 - upperTail(z);
}

/** Probability of a standard normal value at least as far from zero as `z`, on either side. */
export function twoSidedNormalP(z: number): number {
  return 2 * upperTail(Math.abs(z));
}

const SERIES_ENDS_AT = 3;

/** P(Z > z) for z ≥ 0: the series of Abramowitz & Stegun 26.2.11 near the centre, the continued fraction 26.2.14 in the tail. */
function upperTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return z < SERIES_ENDS_AT ? 0.5 - density * centralSeries(z) : density / tailFraction(z);
}

function centralSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}

function tailFraction(z: number): number {
  let fraction = z;
  for (let step = 60; step >= 1; step -= 1) fraction = z + step / fraction;
  return fraction;
}
