import type { Survey } from '../../mappings/canonical/survey.js';
import type { RecordReference } from '../records/records.js';

/** What has come in since something of a survey was first let out, and is in no table of it. */
export interface SinceRelease {
  /** The day from which on the survey's answers are what they were. */
  readonly releasedOn: string;
  /** How many answers have come in, changed or gone: roughly, for the number itself would tell of few. */
  readonly answers: 'none' | 'some' | number;
  /** Whether its questions or fields have changed in a way that is not shown either. */
  readonly isDefinitionChanged: boolean;
}

/** Fewer than so many are “some”, and so are fewer than the smallest group. */
const FEW = 10;

/** How many, as far as it may be said: not at all, some, or at least so many. */
export function roughly(number: number, smallest: number): SinceRelease['answers'] {
  if (number === 0) return 'none';
  if (number < Math.max(FEW, smallest)) return 'some';
  const power = 10 ** Math.floor(Math.log10(number));
  const rounded = power * ([5, 2].find((step) => number >= step * power) ?? 1);
  return rounded < smallest ? 'some' : rounded;
}

/** Of how many records another version holds now than the one that was let out: new, changed or gone. */
export function countDiffering(then: readonly RecordReference[], now: readonly RecordReference[]): number {
  const versions = new Map(then.map(({ id, version }) => [id, version]));
  const differing = now.filter(({ id, version }) => versions.get(id) !== version).length;
  const held = new Set(now.map(({ id }) => id));
  return differing + then.filter(({ id }) => !held.has(id)).length;
}

/**
 * The definition a wave is shown under once it was let out. Its questions stay as they were asked; what is only said of them is
 * taken from the newest: its label and days, which steps count as favourable (another cut through the same answers, which is
 * audited together with the first), and the strictest smallest group.
 */
export function renewed(then: Survey, now: Survey | undefined): Survey {
  if (now === undefined) return then;
  const asked = new Map(now.items.map((item) => [item.id, item]));
  const items = then.items.map((item) => {
    const newest = asked.get(item.id);
    return newest !== undefined && isSameQuestion(item, newest) && isEnd(item) && isEnd(newest)
      ? { ...item, favourable: newest.favourable }
      : item;
  });
  const { label, opensOn, closesOn } = now;
  const smallest = Math.max(then.smallestGroup ?? 0, now.smallestGroup ?? 0);
  return { ...then, label, opensOn, closesOn, items, smallestGroup: smallest === 0 ? null : smallest };
}

type Item = Survey['items'][number];

const isSameQuestion = (one: Item, other: Item): boolean =>
  one.text === other.text && one.scale.min === other.scale.min && one.scale.max === other.scale.max;

/** Whether the favourable steps are one end of a scale in whole steps: what the audit can hold against another such end. */
function isEnd({ favourable, scale: { min, max } }: Item): boolean {
  if (![min, max, ...favourable].every(Number.isInteger)) return false;
  const steps = new Set(favourable);
  const [lowest, highest] = [Math.min(...steps), Math.max(...steps)];
  return highest - lowest + 1 === steps.size && (lowest === min) !== (highest === max);
}

/** What to say of it, and what to do. */
export function sinceLines({ releasedOn, answers, isDefinitionChanged }: SinceRelease): string[] {
  if (answers === 'none' && !isDefinitionChanged) return [];
  const many = typeof answers === 'number' ? `at least ${answers} answers` : 'some answers';
  return [
    ...(answers === 'none' ? [] : [`as released on ${releasedOn}; ${many} have come in, changed or gone since and are not in it`]),
    ...(isDefinitionChanged ? [`as released on ${releasedOn}; its questions or fields have changed since and are shown as they were`] : []),
    'what was let out stays as it was, or the difference would tell of the few by whom it differs. To show what is new, bring it in under another survey key: the two are then judged together (docs/privacy.md, 4 and 5)',
  ];
}
