import type { SurveyQuestion } from '../../connectors/qualtrics/streams/surveys.js';
import type { Survey } from '../canonical/survey.js';
import { plainText } from './plain-text.js';

type Item = Survey['items'][number];

const SINGLE_CHOICE = /^(?:SA|DL$|SB$|NPS$)/; // SAVR, SAHR, SACOL; MA… and MSB allow several
const SCALED_MATRIX = /^(?:Likert|Bipolar)$/;

/** Questions answered on a scale whose favourable end we know, under the key their answers have in an export. */
export function itemsOf(id: string, question: SurveyQuestion): readonly Item[] {
  const scale = scaleOf(question);
  if (scale === undefined) return [];
  const { type, selector, subSelector } = question.questionType;
  if (type === 'MC' && SINGLE_CHOICE.test(selector ?? '')) return [{ id, text: textOf(id, question), ...scale }];
  if (type !== 'Matrix' || !SCALED_MATRIX.test(selector ?? '') || subSelector === 'MultipleAnswer') return [];
  return Object.entries(question.subQuestions ?? {}).map(([row, { choiceText, description }]) => {
    const statement = plainText(choiceText || description || '');
    return { id: `${id}_${row}`, text: statement || `${textOf(id, question)} (${row})`, ...scale };
  });
}

/** Questions that take free text, under the key their answers have in an export. */
export const openQuestionsOf = (id: string, question: SurveyQuestion): Survey['openQuestions'] =>
  question.questionType.type === 'TE' && question.questionType.selector !== 'FORM'
    ? [{ id: `${id}_TEXT`, text: textOf(id, question) }]
    : [];

const textOf = (id: string, { questionText, questionLabel, questionName }: SurveyQuestion) =>
  plainText(questionText ?? '') || plainText(questionLabel ?? '') || questionName || id;

/**
 * The vendor has no word for favourable. We take the upper two of five steps, and 9 and 10 of 0 to 10;
 * of any other number of steps nobody told us, and guessing would make figures that mean nothing.
 */
function scaleOf({ choices }: SurveyQuestion): Pick<Item, 'scale' | 'favourable'> | undefined {
  const steps = Object.values(choices ?? {})
    .filter(({ analyze }) => analyze !== false) // "not applicable" is no step
    .map(({ recode }) => (recode === null || recode === undefined || recode === '' ? Number.NaN : Number(recode)))
    .toSorted((one, other) => one - other);
  const [min, max] = [steps.at(0), steps.at(-1)];
  if (min === undefined || max === undefined) return undefined;
  const consecutive = steps.every((step, index) => Number.isInteger(step) && step === min + index);
  const known = steps.length === 5 || (steps.length === 11 && min === 0);
  return consecutive && known ? { scale: { min, max }, favourable: [max - 1, max] } : undefined;
}
