import type { ReconciliationReport } from '../api/client';
import { Problem } from '../frame/shown';
import { counted } from '../pictures/figures';
import { Legend, type Share, StackedBar } from '../pictures/stacked-bar';

type Accounts = ReconciliationReport['accounts'];

const decisionShares = ({ planned, unplanned, rejected, returned, contradicted }: Accounts['decisions']): readonly Share[] => [
  { name: 'led to writes', count: planned, hue: 'matched' },
  { name: 'led to none', count: unplanned, hue: 'unchanged' },
  { name: 'rejected', count: rejected, hue: 'unverifiable' },
  { name: 'returned', count: returned, hue: 'waiting' },
  { name: 'rejected, and planned all the same', count: contradicted, hue: 'missing' },
];

const writeShares = ({ compared, replaced, waiting, conflict, refused, calledOff, underway }: Accounts['messages']): readonly Share[] => [
  { name: 'compared', count: compared, hue: 'matched' },
  { name: 'replaced by a newer one', count: replaced, hue: 'unchanged' },
  { name: 'not sent yet', count: waiting, hue: 'waiting' },
  { name: 'under way meanwhile', count: underway, hue: 'duplicate' },
  { name: 'in conflict, nothing written', count: conflict, hue: 'drifted' },
  { name: 'refused by their source', count: refused, hue: 'missing' },
  { name: 'called off', count: calledOff, hue: 'unverifiable' },
];

/** Where every decision and every planned write was when the report was made: none is missing from it. */
export const AccountsOf = ({ accounts: { decisions, messages } }: { readonly accounts: Accounts }) => (
  <>
    {decisions.contradicted > 0 && (
      <Problem>
        {counted(decisions.contradicted, 'decision')} against a write, and the write was planned all the same. That must never be: stop the
        writing under Outbox, and cancel what was planned.
      </Problem>
    )}
    <Account title={counted(decisions.total, 'decision')} shares={decisionShares(decisions)} />
    <Account title={counted(messages.total, 'planned write')} shares={writeShares(messages)} />
  </>
);

const Account = ({ title, shares }: { readonly title: string; readonly shares: readonly Share[] }) => (
  <section className="status-bar">
    <h2>{title}</h2>
    <StackedBar shares={shares} label={title} />
    <Legend shares={shares.filter(({ count }) => count > 0)} />
  </section>
);
