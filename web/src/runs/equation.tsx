import type { StreamRun } from '../api/client';
import { grouped } from '../pictures/figures';
import { type Share, StackedBar } from '../pictures/stacked-bar';

type Counts = Pick<StreamRun, 'read' | 'landed' | 'unchanged' | 'quarantined' | 'duplicate'>;

export const sharesOf = ({ landed, unchanged, quarantined, duplicate }: Counts): readonly Share[] => [
  { name: 'landed', count: landed, hue: 'landed' },
  { name: 'unchanged', count: unchanged, hue: 'unchanged' },
  { name: 'quarantined', count: quarantined, hue: 'quarantined' },
  { name: 'duplicate', count: duplicate, hue: 'duplicate' },
];

/** Whether every record that was read became something. */
export const balances = ({ read, landed, unchanged, quarantined, duplicate }: Counts): boolean =>
  read === landed + unchanged + quarantined + duplicate;

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
        <b>{grouped(counts.read)}</b> read {holds ? '=' : '≠'}{' '}
        {sharesOf(counts).map(({ name: part, count, hue }, position) => (
          <span key={part} className={count === 0 ? 'none' : undefined}>
            {position > 0 && ' + '}
            <b style={{ color: count === 0 ? undefined : `var(--${hue}-ink)` }}>{grouped(count)}</b> {part}
          </span>
        ))}
        <span className={holds ? 'holds' : 'broken'}>{holds ? '✓ adds up' : '✗ does not add up'}</span>
      </p>
    </div>
  );
}
