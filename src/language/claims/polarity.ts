import { stem, wordsOf } from './words.js';

const NEGATIONS: ReadonlySet<string> = new Set([
  'not',
  'never',
  'no',
  'none',
  'nobody',
  'nothing',
  'neither',
  'nor',
  'cannot',
  'unable',
  'hardly',
]);
const TURNED_VERBS: ReadonlySet<string> = new Set(['fail', 'refus', 'declin', 'neglect', 'omit', 'lack', 'miss'].map(stem));

/** "no more than", "not only", "no doubt", "no longer than": negations in form that deny nothing. */
const NO_DENIAL =
  /\b(?:not only|no (?:more|fewer|less|later) than|not (?:more|less|fewer) than|no doubt|not least|no matter|nothing (?:but|short of)|without (?:a )?doubt|no one else)\b/giu;

/** Whether a clause denies what it speaks of: an odd number of negating words. */
export function isNegated(text: string): boolean {
  const words = wordsOf(text.replace(NO_DENIAL, ' '));
  const denials = words.filter(({ text: word }) => NEGATIONS.has(word) || word.endsWith("n't") || TURNED_VERBS.has(stem(word)));
  return denials.length % 2 === 1;
}

const OPPOSITES: readonly (readonly [string, string])[] = (
  [
    ['increase', 'reduce'],
    ['improve', 'worsen'],
    ['improve', 'degrade'],
    ['early', 'late'],
    ['ahead', 'behind'],
    ['win', 'lose'],
    ['accept', 'reject'],
    ['above', 'below'],
    ['more', 'fewer'],
    ['more', 'less'],
    ['success', 'failure'],
    ['gain', 'lose'],
    ['faster', 'slower'],
    ['higher', 'lower'],
    ['start', 'stop'],
    ['approve', 'reject'],
    ['complete', 'abandon'],
    ['complete', 'cancel'],
    ['launch', 'cancel'],
    ['first', 'last'],
    ['before', 'after'],
    ['over', 'under'],
    ['upgrade', 'downgrade'],
    ['join', 'leave'],
    ['hire', 'dismiss'],
    ['exceed', 'short'],
    ['strengthen', 'weaken'],
    ['expand', 'shrink'],
    ['complete', 'incomplete'],
    ['complete', 'unfinished'],
    ['stable', 'unstable'],
  ] as const
).map(([left, right]) => [stem(left), stem(right)]);

/** A pair of opposite words of which the two texts hold one each ("improved" here, "worsened" there), as written. */
export function oppositesBetween(claim: string, evidence: string): readonly [string, string] | undefined {
  const stated = new Map(wordsOf(claim).map(({ text }) => [stem(text), text]));
  const found = new Map(wordsOf(evidence).map(({ text }) => [stem(text), text]));
  for (const [one, other] of [...OPPOSITES, ...OPPOSITES.map(([left, right]) => [right, left] as const)]) {
    const said = stated.get(one);
    const shown = found.get(other);
    if (said !== undefined && shown !== undefined && !stated.has(other) && !found.has(one)) return [said, shown];
  }
  return undefined;
}
