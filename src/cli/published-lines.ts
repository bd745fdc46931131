import type { PublishedFigures } from '../findings/published-figures.js';
import { askedWrongly } from './asked-wrongly.js';
import { nearestNames } from './nearest-names.js';
import { table } from './command.js';

export interface PublishedWish {
  readonly by: readonly string[];
  /** Only this measure. */
  readonly measure?: string | undefined;
  /** At most so many figures on a screen. */
  readonly limit: number;
}

/** Measures listed by name where there are more figures than are shown. */
const MOST_NAMES = 12;

/**
 * Published figures, measure by measure, as they came.
 * @throws CommanderError where they are to be regrouped, or for a measure that is not there.
 */
export function publishedLines({ survey, sources, figures }: PublishedFigures, { by, measure, limit }: PublishedWish): string[] {
  const measures = [...new Set(figures.map((figure) => figure.measure))];
  if (by.length > 0)
    throw askedWrongly(
      `${survey} holds figures somebody published, and no answers: they are shown as they were published and cannot be grouped by ${by.join(', ')}. Leave --by out; they are about: ${[...new Set(figures.map(({ field }) => field))].join(', ')}`,
    );
  if (measure !== undefined && !measures.includes(measure)) {
    const near = nearestNames(measure, measures);
    throw askedWrongly(
      `${survey} has no measure ${measure}${near.length === 0 ? '' : ` (did you mean ${near.join(' or ')}?)`}; it has: ${measures.join(', ')}`,
    );
  }
  const wanted = figures.filter((figure) => measure === undefined || figure.measure === measure);
  const byMeasure = Map.groupBy(wanted, (figure) => figure.measure);
  const lines: string[] = [];
  let left = limit;
  for (const [name, all] of byMeasure) {
    if (left <= 0) break;
    const shown = all.slice(0, left);
    left -= shown.length;
    const rows = shown.map(({ field, group, value, respondents }) => [field, group, String(value), respondents ?? '']);
    lines.push('', titleOf(name, shown[0]?.label), ...table([['of', 'group', 'value', 'respondents'], ...rows]).map((line) => `  ${line}`));
  }
  return [
    `${survey}: figures somebody else published about groups, from ${sources.join(', ')}. Shown as they were published, never regrouped, and not put through the thresholds`,
    ...lines,
    ...(wanted.length <= limit ? [] : ['', moreLine(wanted.length - limit, measures, measure)]),
  ];
}

const titleOf = (measure: string, label: string | undefined): string =>
  label === undefined || label === '' || label === measure ? measure : `${measure} · ${label}`;

function moreLine(more: number, measures: readonly string[], measure: string | undefined): string {
  const all = '--limit for more of them here, --json for all';
  if (measure !== undefined) return `${more} more: ${all}`;
  const names = measures.slice(0, MOST_NAMES).join(', ');
  return `${more} more: --measure for one of ${names}${measures.length > MOST_NAMES ? ` and ${measures.length - MOST_NAMES} others` : ''}; ${all}`;
}
