import type { z } from 'zod';
import type { ColumnSample } from './column-sample.js';
import { recogniseColumn } from './recognise-column.js';
import type { surveyMap } from './survey-map.js';

type Draft = z.input<typeof surveyMap>;

/** A first guess of what a survey's file means, with notes on everything a person should look at. */
export function draftSurveyMap(name: string, samples: readonly ColumnSample[]): Draft {
  const seen = samples.map((sample) => ({ sample, recognised: recogniseColumn(sample) }));
  const notes: string[] = ['check: this is a first guess from the columns; the key, the label and the days are yours to say'];
  const items: NonNullable<Draft['items']> = [];
  const openQuestions: NonNullable<Draft['openQuestions']> = [];
  const fields: NonNullable<Draft['fields']> = [];
  let keyColumn: string | undefined;

  for (const { sample, recognised } of seen) {
    const column = sample.name;
    switch (recognised.kind) {
      case 'item': {
        const { scale, values, favourable } = recognised;
        const check = 'check: is this a question on a scale, and is the high end the favourable one?';
        items.push({
          id: idOf(column, items.length),
          column,
          text: wordsOf(column),
          scale,
          values,
          favourable: [...favourable],
          notes: [check],
        });
        break;
      }
      case 'open':
        openQuestions.push({ id: idOf(column, items.length + openQuestions.length), column, text: wordsOf(column) });
        break;
      case 'field':
        fields.push({ name: column, column, notes: [`${sample.words.size} groups, ${sample.blank} rows blank`] });
        break;
      case 'key':
        if (keyColumn === undefined) {
          keyColumn = column;
          notes.push(`check: “${column}” tells rows apart and is not sealed; it must not say who answered`);
        }
        break;
      case 'person':
        notes.push(
          `check: “${column}” seems to say who answered. Left out; if the survey is not anonymous, name it as respondent: { "column": …, "kind": "work-email" }`,
        );
        break;
      case 'instant':
        notes.push(`“${column}” holds instants. Left out: answers are never dated finer than the survey itself`);
        break;
      case 'trait':
        notes.push(
          `check: “${column}” is as fine as a person, so that its groups would be of one or of few. Left out; to compare by it, bring bands of it (“30–39”) and put those under fields`,
        );
        break;
      case 'empty':
        notes.push(`“${column}” is empty. Left out`);
        break;
      case 'unclear':
        notes.push(`check: “${column}” could be anything. Left out; put it under fields or openQuestions if it is one`);
    }
  }
  if (keyColumn === undefined)
    notes.push(
      'check: no column tells rows apart, so they are told apart by line; name file.keyColumn if there is one that is nobody’s name',
    );
  return {
    as: 'survey',
    notes,
    file: keyColumn === undefined ? {} : { keyColumn },
    survey: { key: name, label: wordsOf(name), anonymous: true },
    items,
    openQuestions,
    fields,
  };
}

const LONGEST_ID = 60;

/** A short header is an id itself; a whole question is numbered. */
const idOf = (column: string, before: number): string => (column.length <= LONGEST_ID && /^\S+$/.test(column) ? column : `q${before + 1}`);

const wordsOf = (name: string): string =>
  /\s/.test(name) ? name : name.replace(/[_-]+/g, ' ').replace(/^./, (first) => first.toUpperCase());
