import type { Case } from '../api/client';
import { kindInWords } from '../findings/words';
import { grouped, sum } from '../pictures/figures';
import { type Share, StackedBar } from '../pictures/stacked-bar';
import type { CaseCount } from './state-of-things';

/** Cases by kind: how many wait, and how many were decided. What was superseded is neither. */
export function CaseBars({ counts }: { readonly counts: readonly CaseCount[] }) {
  const standing = counts.filter(({ state }) => state !== 'superseded');
  const byKind = [...Map.groupBy(standing, ({ kind }) => kind)].toSorted(([, few], [, many]) => totalOf(many) - totalOf(few));
  return (
    <ul className="case-bars">
      {byKind.map(([kind, some]) => (
        <li key={kind}>
          <h3>{kindInWords(kind)}</h3>
          <StackedBar shares={sharesOf(some)} label={kindInWords(kind)} />
          <p className="sum">
            <b>{grouped(countOf(some, 'open'))}</b> wait <span className="faint">· {grouped(countOf(some, 'decided'))} decided</span>
          </p>
        </li>
      ))}
    </ul>
  );
}

const totalOf = (counts: readonly CaseCount[]): number => sum(counts.map(({ count }) => count));

const countOf = (counts: readonly CaseCount[], state: Case['state']): number => totalOf(counts.filter((one) => one.state === state));

const sharesOf = (counts: readonly CaseCount[]): readonly Share[] => [
  { name: 'decided', count: countOf(counts, 'decided'), hue: 'landed' },
  { name: 'open', count: countOf(counts, 'open'), hue: 'waiting' },
];
