import { type ReactNode, useState } from 'react';
import { answered, api, inWords, type ReconciliationReport, type ReportRow } from '../api/client';
import { byOneOf } from '../api/chosen';
import { useList } from '../api/pages';
import { reconciliation } from '../api/questions';
import { Page } from '../frame/page';
import { useSay } from '../frame/said';
import { Empty, Shown } from '../frame/shown';
import { ShowMore } from '../frame/show-more';
import { counted } from '../pictures/figures';
import { Moment } from '../pictures/moment';
import { statusTones } from '../pictures/tones';
import { AccountsOf } from './accounts';
import { ReportRows } from './report-rows';
import { StatusBar } from './status-bar';

const CHOOSING = byOneOf('status', Object.keys(statusTones) as ReportRow['status'][]); // its own keys

/** Everything that was written, looked at again. */
export function Reconciliation({ tenant }: { readonly tenant: string }) {
  const { answer, again, chosen, choose, more } = useList(
    CHOOSING,
    (status, pages) => reconciliation(tenant, status === 'all' ? {} : { status }, pages),
    `reconciliation of ${tenant}`,
  );
  return (
    <Page
      title="Reconciliation"
      lead="Everything that was written is looked at again, at its source: what was intended against what is there."
      act={<CompareNow tenant={tenant} again={again} />}
    >
      <Shown answer={answer}>
        {({ rows, answer: { report }, hasMore, shown }) =>
          report === null ? (
            <Empty title="Nothing was compared yet">
              Compare as soon as something was written, and every day from then on. Each report is chained to the one before by its hash.
            </Empty>
          ) : (
            <Report report={report}>
              <ReportRows rows={rows} totals={report.totals} chosen={chosen} choose={choose} />
              <ShowMore
                shown={rows.length}
                of={shown === 'all' ? report.totals.total : report.totals[shown]}
                hasMore={hasMore}
                more={more}
              />
            </Report>
          )
        }
      </Shown>
    </Page>
  );
}

function CompareNow({ tenant, again }: { readonly tenant: string; readonly again: () => void }) {
  const [comparing, setComparing] = useState(false);
  const say = useSay();
  const compare = async () => {
    setComparing(true);
    try {
      const { report } = await answered(api.POST('/api/tenants/{tenant}/reconciliation/run', { params: { path: { tenant } } }));
      if (report !== null) say(`Compared ${counted(report.totals.total, 'write')}: ${report.totals.matched} match.`);
    } catch (thrown) {
      say(inWords(thrown));
    }
    setComparing(false);
    again();
  };
  return (
    <button type="button" className="main" disabled={comparing} onClick={() => void compare()}>
      {comparing ? 'Comparing …' : 'Compare again now'}
    </button>
  );
}

const Report = ({ report, children }: { readonly report: ReconciliationReport; readonly children: ReactNode }) => (
  <>
    <StatusBar totals={report.totals} />
    <p className="facts">
      <span>{counted(report.totals.total, 'row')}</span>
      <Moment at={report.madeAt} />
      <span>
        hash <code title={report.hash}>{report.hash.slice(0, 12)}</code>
        {report.previousHash === null ? (
          ', the first of its chain'
        ) : (
          <>
            , chained to <code title={report.previousHash}>{report.previousHash.slice(0, 12)}</code>
          </>
        )}
      </span>
    </p>
    <AccountsOf accounts={report.accounts} />
    {report.totals.total === 0 ? <Empty title="There was nothing to compare">No write has reached a source yet.</Empty> : children}
  </>
);
