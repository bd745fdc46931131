import { grouped, sum } from './figures';

export interface Share {
  readonly name: string;
  readonly count: number;
  /** The name of a colour in `look/tokens.css`. */
  readonly hue: string;
}

const WIDTH = 1000;
const SMALLEST = 7;
const GAP = 2;

interface Stacked {
  readonly shares: readonly Share[];
  readonly label: string;
  readonly height?: number;
  /** How many the full width stands for; the sum of the shares without it. */
  readonly of?: number;
}

/** Parts of a whole, side by side. What is there is visible, however small beside the rest. */
export function StackedBar({ shares, label, height = 14, of }: Stacked) {
  const there = shares.filter(({ count }) => count > 0);
  const said = `${label}: ${there.map(({ name, count }) => `${grouped(count)} ${name}`).join(', ') || 'nothing'}`;
  return (
    <svg className="stacked-bar" viewBox={`0 0 ${WIDTH} ${height}`} preserveAspectRatio="none" role="img" aria-label={said} height={height}>
      {there.length === 0 && <rect className="track" width={WIDTH} height={height} />}
      {placed(there, of).map(({ name, hue, from, width }) => (
        <rect key={name} x={from} width={Math.max(width - GAP, 1)} height={height} fill={`var(--${hue})`} />
      ))}
    </svg>
  );
}

/** Widths in proportion, but none too small to see; what the small ones take, the others give. */
function placed(shares: readonly Share[], of = sum(shares.map(({ count }) => count))): (Share & { from: number; width: number })[] {
  const exact = shares.map(({ count }) => (count / Math.max(of, 1)) * WIDTH);
  const lent = sum(exact.map((width) => Math.max(SMALLEST - width, 0)));
  const large = sum(exact.filter((width) => width > SMALLEST));
  const widths = exact.map((width) => (width > SMALLEST ? width - (lent * width) / large : SMALLEST));
  return shares.map((share, position) => ({ ...share, from: sum(widths.slice(0, position)), width: widths[position] ?? 0 }));
}

/** What each colour stands for, with its figure where there is one. */
export const Legend = ({ shares, figures = true }: { readonly shares: readonly Share[]; readonly figures?: boolean }) => (
  <ul className="legend">
    {shares.map(({ name, count, hue }) => (
      <li key={name} className={figures && count === 0 ? 'none' : undefined}>
        <svg viewBox="0 0 10 10" aria-hidden="true">
          <rect width="10" height="10" rx="2" fill={`var(--${hue})`} />
        </svg>
        {figures && <b>{grouped(count)}</b>} {name}
      </li>
    ))}
  </ul>
);
