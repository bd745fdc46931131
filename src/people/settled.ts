import { z } from 'zod';

/** Whose an identifier was from one day on and until another, which is not among them. */
export const interval = z.object({ personId: z.uuid(), source: z.string(), from: z.string(), to: z.string() });
export type Interval = z.infer<typeof interval>;

export const ALWAYS = { from: '-infinity', to: 'infinity' } as const;

/** What is known of an identifier: who goes by it as the sources say, whose it is and was, the last question about it. */
export interface Situation {
  /** In a stable order. */
  readonly claimants: readonly string[];
  /** The latest one last. */
  readonly held: readonly Interval[];
  readonly question?: {
    readonly state: 'open' | 'answered' | 'withdrawn';
    readonly claimants: readonly string[];
    readonly held: readonly Interval[];
  };
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
export function settled({ claimants, held: holds, question }: Situation, tomorrow: string): Settled {
  const asked = question?.state === 'open' ? question : undefined;
  const held = asked?.held ?? holds;
  const last = held.at(-1);
  const [claimant] = claimants;
  if (question?.state === 'answered' && same(question.claimants, claimants)) return { held: until(held, ALWAYS.to), withdraw: false };

  const moved = claimants.length > 1 || (claimant !== undefined && last !== undefined && last.personId !== claimant);
  if (moved) {
    if (asked !== undefined && same(asked.claimants, claimants)) return { held: [], withdraw: false };
    const people = [...new Set([...held.map(({ personId }) => personId), ...claimants])].toSorted();
    return { held: [], withdraw: asked !== undefined, ask: { people, claimants, held } };
  }
  const withdraw = asked !== undefined;
  if (last === undefined) return { held: claimant === undefined ? [] : [{ personId: claimant, source: 'source', ...ALWAYS }], withdraw };
  return { held: until(held, claimant !== undefined ? ALWAYS.to : last.to === ALWAYS.to ? tomorrow : last.to), withdraw };
}

const until = (held: readonly Interval[], to: string): Interval[] => held.map((one, at) => (at === held.length - 1 ? { ...one, to } : one));

const same = (one: readonly string[], other: readonly string[]): boolean => [...one].toSorted().join() === [...other].toSorted().join();
