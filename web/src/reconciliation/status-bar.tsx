import type { ReconciliationReport } from '../api/client';
import { Legend, type Share, StackedBar } from '../pictures/stacked-bar';

type Totals = ReconciliationReport['totals'];

const sharesOf = ({ matched, drifted, missing, duplicate, unexpected, unverifiable }: Totals): readonly Share[] => [
  { name: 'matched', count: matched, hue: 'matched' },
  { name: 'drifted', count: drifted, hue: 'drifted' },
  { name: 'missing', count: missing, hue: 'missing' },
  { name: 'duplicate', count: duplicate, hue: 'duplicate' },
  { name: 'unexpected', count: unexpected, hue: 'unexpected' },
  { name: 'unverifiable', count: unverifiable, hue: 'unverifiable' },
];

/** What was intended against what is there, as one bar. */
export const StatusBar = ({ totals }: { readonly totals: Totals }) => (
  <div className="status-bar">
    <StackedBar shares={sharesOf(totals)} label="Writes compared" height={26} />
    <Legend shares={sharesOf(totals)} />
  </div>
);
