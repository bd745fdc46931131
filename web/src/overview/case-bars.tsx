import type { Case } from '../api/client';
import { kindInWords } from '../findings/words';
import { type Share, StackedBar } from '../pictures/stacked-bar';

/** Cases by kind: how many wait, and how many were decided. What was superseded is neither. */
export function CaseBars({ cases }: { readonly cases: readonly Case[] }) {
  const standing = cases.filter(({ state }) => state !== 'superseded');
  const byKind = [...Map.groupBy(standing, ({ kind }) => kind)].toSorted(([, few], [, many]) => many.length - few.length);
  return (
    <ul className="case-bars">
      {byKind.map(([kind, some]) => (
        <li key={kind}>
          <h3>{kindInWords(kind)}</h3>
          <StackedBar shares={sharesOf(some)} label={kindInWords(kind)} />
          <p className="sum">
            <b>{count(some, 'open')}</b> wait <span className="faint">· {count(some, 'decided')} decided</span>
          </p>
        </li>
      ))}
    </ul>
  );
}

const count = (cases: readonly Case[], state: Case['state']): number => cases.filter((one) => one.state === state).length;

const sharesOf = (cases: readonly Case[]): readonly Share[] => [
  { name: 'decided', count: count(cases, 'decided'), hue: 'landed' },
  { name: 'open', count: count(cases, 'open'), hue: 'waiting' },
];
