import { sameWord } from './survey-map.js';

/** Answer scales people use, from the least to the most; each step in the words it is written in. */
const scales: readonly (readonly (readonly string[])[])[] = [
  [
    ['strongly disagree', 'disagree strongly', 'completely disagree'],
    ['disagree', 'somewhat disagree', 'tend to disagree', 'slightly disagree'],
    ['neither agree nor disagree', 'neutral', 'neither', 'undecided'],
    ['agree', 'somewhat agree', 'tend to agree', 'slightly agree'],
    ['strongly agree', 'agree strongly', 'completely agree'],
  ],
  [
    ['very dissatisfied', 'extremely dissatisfied'],
    ['dissatisfied', 'somewhat dissatisfied'],
    ['neither satisfied nor dissatisfied', 'neutral'],
    ['satisfied', 'somewhat satisfied'],
    ['very satisfied', 'extremely satisfied'],
  ],
  [
    ['very difficult'],
    ['difficult', 'somewhat difficult'],
    ['neither easy nor difficult', 'neutral'],
    ['easy', 'somewhat easy'],
    ['very easy'],
  ],
  [['never'], ['rarely', 'seldom'], ['sometimes', 'occasionally'], ['often', 'usually', 'frequently'], ['always']],
  [
    ['very unlikely'],
    ['unlikely', 'somewhat unlikely'],
    ['neither likely nor unlikely', 'neutral'],
    ['likely', 'somewhat likely'],
    ['very likely'],
  ],
  [['very poor'], ['poor'], ['fair', 'average'], ['good'], ['very good', 'excellent']],
  [['not open at all'], ['somewhat not open'], ['neutral'], ['somewhat open'], ['very open']],
  [['not at all'], ['slightly', 'a little'], ['moderately', 'somewhat'], ['very', 'quite a bit'], ['extremely', 'a great deal']],
];

/** Yes and no come with many a continuation: "Yes, they all did", "None of them". */
const NO_TO_YES = [/^(?:no|none)\b/, /^(?:maybe|sometimes|some|partly)\b/, /^(?:yes|all)\b/];

const NO_ANSWER =
  /^(?:i )?(?:don['’]?t|do not) know\b|^(?:i(?:['’]| a)m )?(?:not|un)\s?sure$|^prefer not\b|\bn\/?a\b|^not (?:applicable|eligible)\b|^no (?:answer|response|opinion)$|^can(?:no|['’])t say$|^-+$/i;

export interface KnownAnswers {
  readonly scale: { readonly min: number; readonly max: number };
  readonly values: Readonly<Record<string, number | 'no-answer'>>;
  readonly favourable: readonly number[];
}

/** The scale that all the words of a column belong to, beside those that say there is no answer; undefined where there is none. */
export function knownAnswers(words: readonly string[]): KnownAnswers | undefined {
  const answers = words.filter((word) => !NO_ANSWER.test(word.trim()));
  const scale = ladders.find(({ stepOf }) => new Set(answers.map(stepOf)).size >= 2 && answers.every((word) => stepOf(word) > 0));
  if (scale === undefined) return undefined;
  const { stepOf, steps: max } = scale;
  const values = Object.fromEntries(words.map((word) => [word, answers.includes(word) ? stepOf(word) : ('no-answer' as const)]));
  return { scale: { min: 1, max }, values, favourable: max === 3 ? [3] : [max - 1, max] };
}

/** Each scale as a way to say which step a word is, from 1; 0 where it is none. */
const ladders = [
  ...scales.map((scale) => ({
    steps: scale.length,
    stepOf: (word: string) => scale.findIndex((step) => step.includes(sameWord(word))) + 1,
  })),
  { steps: NO_TO_YES.length, stepOf: (word: string) => NO_TO_YES.findIndex((begin) => begin.test(sameWord(word))) + 1 },
];
