import type { StreamRun } from '../api/client';
import { grouped } from '../pictures/figures';
import { type Share, StackedBar } from '../pictures/stacked-bar';

type Counts = Pick<StreamRun, 'state' | 'read' | 'landed' | 'unchanged' | 'quarantined' | 'duplicate'>;

export const sharesOf = ({ landed, unchanged, quarantined, duplicate }: Omit<Counts, 'state' | 'read'>): readonly Share[] => [
  { name: 'landed', count: landed, hue: 'landed' },
  { name: 'unchanged', count: unchanged, hue: 'unchanged' },
  { name: 'quarantined', count: quarantined, hue: 'quarantined' },
  { name: 'duplicate', count: duplicate, hue: 'duplicate' },
];

/** Whether every record that was read became something. While it is being read nobody can say: some are on their way. */
export const balances = ({ state, read, landed, unchanged, quarantined, duplicate }: Counts): boolean | undefined =>
  state === 'running' ? undefined : read === landed + unchanged + quarantined + duplicate;

const SAID = {
  true: { relation: 'read =', look: 'holds', verdict: '✓ adds up' },
  false: { relation: 'read ≠', look: 'broken', verdict: '✗ does not add up' },
  undefined: { relation: 'read so far, of them', look: 'going', verdict: '… being read' },
} as const;

/**
 * `read = landed + unchanged + quarantined + duplicate`, as a picture and in figures.
 * @param of how many records the full width stands for; those of this run without it
 */
export function Equation({ counts, name, of }: { readonly counts: Counts; readonly name: string; readonly of?: number }) {
  const holds = balances(counts);
  return (
    <div className="equation">
      <StackedBar shares={sharesOf(counts)} label={name} {...(of === undefined ? {} : { of })} />
      <p className="sum">
        <b>{grouped(counts.read)}</b> {SAID[`${holds}`].relation}{' '}
        {sharesOf(counts).map(({ name: part, count, hue }, position) => (
          <span key={part} className={count === 0 ? 'none' : undefined}>
            {position > 0 && ' + '}
            <b style={{ color: count === 0 ? undefined : `var(--${hue}-ink)` }}>{grouped(count)}</b> {part}
          </span>
        ))}
        <span className={SAID[`${holds}`].look}>{SAID[`${holds}`].verdict}</span>
      </p>
    </div>
  );
}
