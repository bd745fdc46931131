import { Z_95 } from './normal.js';

/** Both ends are shares, 0–1. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval of a share: stays inside 0–1 and keeps its width at the edges, where the usual ± formula fails.
 * `hits` may be fractional when it was worked back from a published share.
 */
export function wilsonInterval(hits: number, trials: number, z = Z_95): ShareInterval {
  if (trials <= 0) return { low: 0, high: 1 };

  const share = hits / trials;
  const centre = share + (z * z) / (2 * trials);
  const half = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  return { low: Math.max(0, (centre - half) / scale), high: Math.min(1, (centre + half) / scale) };
}
