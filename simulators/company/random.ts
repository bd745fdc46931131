/** A repeatable source of chance: the same seed and name give the same draws, on every machine. */
export interface Random {
  /** In [0, 1). */
  unit(): number;
  /** Both ends included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  /** Mean 0, standard deviation 1. */
  normal(): number;
  /** @throws Error when there is nothing to pick from. */
  pick<T>(from: readonly T[]): T;
  weighted<T>(from: readonly (readonly [T, number])[]): T;
  shuffled<T>(from: readonly T[]): T[];
}

/**
 * @param name one stream of draws per concern, so that a change to one part of the company leaves the others as they were.
 */
export function randomFrom(seed: number, name: string): Random {
  const unit = mulberry32(fnv1a(`${seed}/${name}`));
  const int = (min: number, max: number) => min + Math.floor(unit() * (max - min + 1));
  const pick = <T>(from: readonly T[]): T => {
    if (from.length === 0) throw new Error(`nothing to pick from in ${name}`);
    return from[int(0, from.length - 1)] as T; // the index is within the list
  };
  const weighted = <T>(from: readonly (readonly [T, number])[]): T => {
    let left = unit() * from.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of from) if ((left -= weight) < 0) return value;
    return pick(from)[0];
  };
  const shuffled = <T>(from: readonly T[]): T[] =>
    from
      .map((value) => ({ value, order: unit() }))
      .sort((a, b) => a.order - b.order)
      .map(({ value }) => value);
  const normal = () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  return { unit, int, pick, weighted, shuffled, normal, chance: (probability) => unit() < probability };
}

/** Tommy Ettinger's mulberry32: 32 bits of state, enough for a company and nothing more serious. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
