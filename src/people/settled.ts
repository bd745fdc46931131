import { z } from 'zod';

/** Whose an identifier was from one day on and until another, which is not among them. */
export const interval = z.object({ personId: z.uuid(), source: z.string(), from: z.string(), to: z.string() });
export type Interval = z.infer<typeof interval>;

export const ALWAYS = { from: '-infinity', to: 'infinity' } as const;

/** What is known of an identifier: who goes by it as the sources say, whose it is and was, what was asked and answered. */
export interface Situation {
  /** In a stable order. */
  readonly claimants: readonly string[];
  /** The latest one last. */
  readonly held: readonly Interval[];
  /** The open question about it: who went by it then, and whose it was before. */
  readonly asked: { readonly claimants: readonly string[]; readonly held: readonly Interval[] } | null;
  /** Who went by it when it was last answered whose it is. */
  readonly answered: readonly string[] | null;
}

export interface Settled {
  readonly held: readonly Interval[];
  readonly withdraw: boolean;
  readonly ask?: { readonly people: readonly string[]; readonly claimants: readonly string[]; readonly held: readonly Interval[] };
}

/**
 * Says whose an identifier is now. Somebody who goes on going by it keeps it; whom no source names any more keeps it for the days until then.
 * Where it moves from one person to another, the sources cannot say whether the old word was wrong or the account was handed over:
 * a person is asked, and until then it is nobody's. What was answered holds for as long as the sources say the same.
 * @param tomorrow the day from which on an identifier that is given up is nobody's: the day on which that was seen still counts.
 */
export function settled({ claimants, held: holds, asked, answered }: Situation, tomorrow: string): Settled {
  const held = asked?.held ?? holds;
  const last = held.at(-1);
  const [claimant] = claimants;
  const withdraw = asked !== null;
  if (answered !== null && same(answered, claimants)) return { held: until(held, ALWAYS.to), withdraw };

  const moved = claimants.length > 1 || (claimant !== undefined && last !== undefined && last.personId !== claimant);
  if (moved) {
    if (asked !== null && same(asked.claimants, claimants)) return { held: [], withdraw: false };
    const people = [...new Set([...held.map(({ personId }) => personId), ...claimants])].toSorted();
    return { held: [], withdraw, ask: { people, claimants, held } };
  }
  if (last === undefined) return { held: claimant === undefined ? [] : [{ personId: claimant, source: 'source', ...ALWAYS }], withdraw };
  return { held: until(held, claimant !== undefined ? ALWAYS.to : last.to === ALWAYS.to ? tomorrow : last.to), withdraw };
}

const until = (held: readonly Interval[], to: string): Interval[] => held.map((one, at) => (at === held.length - 1 ? { ...one, to } : one));

const same = (one: readonly string[], other: readonly string[]): boolean => [...one].toSorted().join() === [...other].toSorted().join();
