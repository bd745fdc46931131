import { z } from 'zod';
import { type Banded, shareInWords } from '../statistics/banded.js';
import { judgeChanges } from '../statistics/clear-change.js';
import { wilsonInterval } from '../statistics/wilson.js';
import { definePipeline } from './kit/pipeline.js';

/** What the privacy gate let out of everybody together, by the release's id. The pipeline sees nothing else of a survey. */
const table = z.object({
  releaseId: z.uuid(),
  respondents: z.number().optional(),
  items: z
    .array(
      z.object({
        id: z.string(),
        text: z.string(),
        scale: z.object({ min: z.number(), max: z.number() }),
        answers: z.number().optional(),
        favourable: z.object({ value: z.number(), step: z.number() }).optional(),
      }),
    )
    .default([]),
  themes: z.array(z.object({ id: z.string(), label: z.string(), commenters: z.number() })).default([]),
});

export const listeningInput = z.object({
  everybody: table,
  /** The wave before, where there was one of the same items. */
  before: table.optional(),
});
export type ListeningInput = z.output<typeof listeningInput>;

const listeningFinding = z.object({
  kind: z.enum(['low-score', 'clear-change', 'leading-theme']),
  /** The item or theme it is about. */
  about: z.string(),
  text: z.string().min(1),
  releases: z.array(z.uuid()).min(1),
  confidence: z.number().min(0).max(1),
});
export type ListeningFinding = z.infer<typeof listeningFinding>;

/** A score is low when, allowing for chance, fewer than half answered favourably. */
const LOW = 0.5;
/** Longer scales ask how likely something is; their favourable end is a summit, not an agreement. */
const MOST_POINTS = 7;
const LEADING_THEMES = 3;

/** Says what a survey says of everybody together: what is low, what clearly changed, what people write about. */
export const listening = definePipeline({
  name: 'listening',
  version: 2,
  input: listeningInput,
  finding: listeningFinding,
  run: async ({ everybody, before }: ListeningInput) => [
    ...lowScores(everybody),
    ...(before === undefined ? [] : clearChanges(everybody, before)),
    ...leadingThemes(everybody),
  ],
});

type Table = ListeningInput['everybody'];
type ShownItem = {
  readonly id: string;
  readonly text: string;
  readonly points: number;
  readonly answers: number;
  readonly favourable: Banded;
};

const shownItems = ({ items }: Table): ShownItem[] =>
  items.flatMap(({ id, text, scale, answers, favourable }) =>
    answers === undefined || favourable === undefined ? [] : [{ id, text, points: scale.max - scale.min + 1, answers, favourable }],
  );

function lowScores(everybody: Table): ListeningFinding[] {
  return shownItems(everybody).flatMap(({ id, text, points, answers, favourable }) => {
    if (points > MOST_POINTS) return []; // on a scale of recommendation half of all being promoters would be splendid
    const { high } = wilsonInterval(atMost(favourable, answers), answers);
    if (high >= LOW) return [];
    return [
      {
        kind: 'low-score' as const,
        about: id,
        text: `Few answer favourably to “${text}”: ${shareInWords(favourable)} of ${answers} (95 % interval up to ${percent(high)}).`,
        releases: [everybody.releaseId],
        confidence: 0.95,
      },
    ];
  });
}

/** One family for all items: a reader sees them side by side. */
function clearChanges(now: Table, before: Table): ListeningFinding[] {
  const earlier = new Map(shownItems(before).map((item) => [item.text, item]));
  const pairs = shownItems(now).flatMap((item) => {
    const was = earlier.get(item.text);
    return was === undefined ? [] : [{ item, was }];
  });
  const judged = judgeChanges(pairs.map(({ item, was }) => leastChange(item, was)));
  return pairs.flatMap(({ item, was }, position) => {
    const change = judged[position];
    if (change === undefined || !change.isClear) return [];
    const direction = change.difference > 0 ? 'rose' : 'fell';
    const text = `“${item.text}” ${direction} from ${shareInWords(was.favourable)} to ${shareInWords(item.favourable)} favourable (q ${change.q.toFixed(3)} over ${pairs.length} items).`;
    return [
      {
        kind: 'clear-change' as const,
        about: item.id,
        text,
        releases: [now.releaseId, before.releaseId],
        confidence: Math.min(0.99, 1 - change.q),
      },
    ];
  });
}

function leadingThemes({ releaseId, respondents = 0, themes }: Table): ListeningFinding[] {
  return themes.slice(0, LEADING_THEMES).map(({ id, label, commenters }) => ({
    kind: 'leading-theme' as const,
    about: id,
    text: `${label} is among what people write about most: ${commenters} of ${respondents} respondents.`,
    releases: [releaseId],
    confidence: 0.8, // what the embedded engine assigns to a theme it names, not how many it misses
  }));
}

/** The most that a share in bands leaves open. */
const atMost = ({ value, step }: Banded, answers: number): number => Math.round(Math.min(1, value + step / 2) * answers);

/** The two shares as near to each other as their bands leave open: what could be the bands' doing is no change. */
function leastChange(item: ShownItem, was: ShownItem) {
  const [now, before] = [item.favourable, was.favourable];
  const slack = Math.min(Math.abs(now.value - before.value), (now.step + before.step) / 2) * Math.sign(now.value - before.value);
  const portion = now.step / (now.step + before.step);
  return {
    now: { hits: Math.round((now.value - slack * portion) * item.answers), trials: item.answers },
    before: { hits: Math.round((before.value + slack * (1 - portion)) * was.answers), trials: was.answers },
  };
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
