/** A number as it stands in a text, before its unit is known. */
export interface RawNumber {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  /** The place of the last digit written: 1 for "40", 0.1 for "3.5", 100 000 for "1.2 million". */
  readonly lastPlace: number;
  readonly isMoney: boolean;
}

const SMALL = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const TENS = new Map('twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, index) => [word, (index + 2) * 10]));
const SCALES = new Map([
  ['hundred', 100],
  ['thousand', 1_000],
  ['million', 1_000_000],
]);

const PLAIN_WORD = /[\p{L}]+/gu;

/** Numbers written out: "fourteen", "twenty-three", "two hundred and five", "a dozen". */
export function readNumberWords(text: string): RawNumber[] {
  const words = Array.from(text.matchAll(PLAIN_WORD), ({ 0: word, index }) => ({
    word: word.toLowerCase(),
    start: index,
    end: index + word.length,
  }));
  const numbers: RawNumber[] = [];
  for (let position = 0; position < words.length;) {
    const read = readAt(text, words, position);
    if (read === undefined) {
      position += 1;
      continue;
    }
    const first = words[position];
    const last = words[position + read.length - 1];
    if (first && last && !isPronoun(text, first, last)) {
      numbers.push({ start: first.start, end: last.end, value: read.value, lastPlace: 1, isMoney: false });
    }
    position += read.length;
  }
  return numbers;
}

interface PlacedWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

function readAt(text: string, words: readonly PlacedWord[], from: number): { readonly value: number; readonly length: number } | undefined {
  let total = 0;
  let group: number | undefined;
  let length = 0;
  const at = (offset: number): string => words[from + offset]?.word ?? '';
  const isAdjoining = (offset: number): boolean =>
    offset === 0 || /^[\s-]+$/u.test(text.slice(words[from + offset - 1]?.end ?? 0, words[from + offset]?.start ?? 0));

  if (at(0) === 'a' && at(1) === 'dozen') return { value: 12, length: 2 };
  if (at(0) === 'a' && SCALES.has(at(1))) {
    length = 1;
    group = 1;
  }

  for (let last = ''; isAdjoining(length); length += 1) {
    const word = at(length);
    const small = SMALL.get(word);
    const tens = TENS.get(word);
    const scale = SCALES.get(word);
    if (tens !== undefined && (group === undefined || group % 100 === 0)) group = (group ?? 0) + tens;
    else if (small !== undefined && (group === undefined || (last === 'ten' && small > 0 && small < 10) || group % 100 === 0))
      group = (group ?? 0) + small;
    else if (scale === 100 && group !== undefined && group < 100) group *= 100;
    else if (scale !== undefined && scale > 100 && group !== undefined) {
      total += group * scale;
      group = 0;
    } else if (
      word === 'and' &&
      group !== undefined &&
      group % 100 === 0 &&
      group + total > 0 &&
      (SMALL.has(at(length + 1)) || TENS.has(at(length + 1)))
    ) {
      last = 'and';
      continue;
    } else if (word === 'dozen' && group !== undefined && group < 20) return { value: group * 12, length: length + 1 };
    else break;
    last = tens === undefined ? 'other' : 'ten';
  }
  return group === undefined || length === 0 ? undefined : { value: total + group, length };
}

/** "one of the best", "no one", "one-on-one", "the one who", "one day": not a quantity. */
function isPronoun(text: string, first: PlacedWord, last: PlacedWord): boolean {
  if (first !== last || first.word !== 'one') return false;
  const before = text.slice(Math.max(0, first.start - 8), first.start);
  const after = text.slice(last.end, last.end + 10);
  return (
    /(?:\b(?:no|any|every|some|the|this|that|each|my|only|our)\s|-)$/iu.test(before) ||
    /^(?:\s+(?:of|another|day|who|can|on)\b|[-'’])/iu.test(after) ||
    !/^\s+\p{L}/u.test(after)
  );
}
