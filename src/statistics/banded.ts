/** A figure and how fine it is: the true one lies within half a step of the value, and nothing says where. */
export interface Banded {
  readonly value: number;
  readonly step: number;
}

/** A share as a table shows it; at the ends a limit, never an exact 0 or 100 percent. */
export function shareInShort({ value, step }: Banded): string {
  if (value - step / 2 <= 0) return `≤ ${percent(step / 2)} %`;
  if (value + step / 2 >= 1) return `≥ ${percent(1 - step / 2)} %`;
  return step <= FINE ? `${percent(value)} %` : `${Math.round(value * 100)} ±${Math.ceil(step * 50)} %`;
}

/** A share as a sentence says it. */
export function shareInWords({ value, step }: Banded): string {
  if (value - step / 2 <= 0) return `at most ${percent(step / 2)} %`;
  if (value + step / 2 >= 1) return `at least ${percent(1 - step / 2)} %`;
  return step <= FINE ? `${percent(value)} %` : `about ${Math.round(value * 100)} %`;
}

/** Half of it is no more than what rounding to whole percents leaves open. */
const FINE = 0.02;

const percent = (share: number): string => String(Math.round(share * 1000) / 10);
