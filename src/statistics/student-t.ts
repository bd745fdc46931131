/** The value that |T| stays below with probability `confidence`, for Student's t with (possibly fractional) degrees of freedom. */
export function studentTCritical(confidence: number, degreesOfFreedom: number): number {
  const tail = 1 - confidence;
  let low = 0;
  let high = 1;
  while (twoSidedTail(high, degreesOfFreedom) > tail) high *= 2;
  for (let step = 0; step < 200 && high - low > 1e-12 * high; step += 1) {
    const middle = (low + high) / 2;
    if (twoSidedTail(middle, degreesOfFreedom) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(|T| > t). */
export function twoSidedTail(t: number, degreesOfFreedom: number): number {
  return incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}

/** The regularised incomplete beta function I_x(a, b), by Lentz's continued fraction (DLMF 8.17.22). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a); // the fraction converges fast on this side only
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a;
  let fraction = 1;
  let c = 1;
  let d = 0;
  for (let term = 0; term <= 500; term += 1) {
    const half = Math.floor(term / 2);
    const coefficient =
      term === 0
        ? 1
        : term % 2 === 0
          ? (half * (b - half) * x) / ((a + term - 1) * (a + term))
          : -((a + half) * (a + b + half) * x) / ((a + term - 1) * (a + term));
    d = 1 / awayFromZero(1 + coefficient * d);
    c = awayFromZero(1 + coefficient / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * (fraction - 1);
}

const awayFromZero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** ln Γ(x) for x > 0: Stirling's series after shifting x above 10 (DLMF 5.11.1). */
function logGamma(x: number): number {
  let shifted = x;
  let shift = 0;
  while (shifted < 10) {
    shift -= Math.log(shifted);
    shifted += 1;
  }
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))));
  return shift + (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series;
}
