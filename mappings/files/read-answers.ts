import type { FileRow } from '../../connectors/files/streams/rows.js';
import { misfit, textIn } from './read-cell.js';
import { type MappedItem, sameWord } from './survey-map.js';

const NUMBER = /^[-+]?\d+(\.\d+)?$/;

type Read = number | 'no-answer' | 'unknown' | 'reject';

/**
 * Reads a row's answers under a survey's items.
 * @returns a function, so that the words of each item are prepared once and not for every row.
 */
export function answersReader(items: readonly MappedItem[]): (row: FileRow) => Record<string, number> {
  const readers = items.map((item) => ({ item, read: answerReader(item) }));
  return (row) => {
    const answers: [string, number][] = [];
    const unknown: string[] = [];
    const blank: string[] = [];
    for (const { item, read } of readers) {
      const answer = read(textIn(row, item.column));
      if (typeof answer === 'number') answers.push([item.id, answer]);
      else if (answer === 'reject') blank.push(item.column);
      else if (answer === 'unknown' && item.unknown === 'reject') unknown.push(item.column);
    }
    if (unknown.length > 0) throw misfit(unknown, 'an answer that the mapping does not know');
    if (blank.length > 0) throw misfit(blank, 'no answer, where the mapping wants one');
    return Object.fromEntries(answers);
  };
}

function answerReader({ values, scale, blank }: MappedItem): (text: string) => Read {
  const words = new Map(Object.entries(values).map(([word, value]) => [sameWord(word), value]));
  return (text) => {
    if (text === '') return blank;
    const word = words.get(sameWord(text));
    if (word !== undefined) return word;
    if (!NUMBER.test(text)) return 'unknown';
    const value = Number(text);
    return value >= scale.min && value <= scale.max ? value : 'unknown';
  };
}
