import { figures, streams } from '../api/questions';
import { useAnswer } from '../api/use-answer';
import { pathOf } from '../frame/address';
import { Link } from '../frame/link';
import { Panel } from '../frame/page';
import { Empty, Shown } from '../frame/shown';
import { FlowStrip } from '../outbox/flow-strip';
import { Moment } from '../pictures/moment';
import { StatusBar } from '../reconciliation/status-bar';
import { NothingRead } from '../runs/runs';
import { CaseBars } from './case-bars';
import { type Everything, headline, waitsFor } from './state-of-things';
import { StreamRows } from './stream-rows';

const everything = async (tenant: string): Promise<Everything> => {
  const [read, counted] = await Promise.all([streams(tenant), figures(tenant)]);
  return { streams: read, ...counted };
};

/** The whole flow on one screen: what came in, what waits, what went out, what is really there. */
export function Overview({ tenant }: { readonly tenant: string }) {
  const { answer } = useAnswer(() => everything(tenant), `everything of ${tenant}`);
  return <Shown answer={answer}>{(all) => <Pictures tenant={tenant} all={all} />}</Shown>;
}

const Pictures = ({ tenant, all }: { readonly tenant: string; readonly all: Everything }) => (
  <>
    <header className="page-head">
      <div>
        <h1>{headline(all)}</h1>
        <p className="lead dotted">
          {waitsFor(all).map((sentence) => (
            <span key={sentence}>{sentence}</span>
          ))}
        </p>
      </div>
    </header>
    <Panel title="What came in" aside={<Link to={pathOf(tenant, 'runs')}>all runs</Link>}>
      {all.streams.length === 0 ? <NothingRead tenant={tenant} /> : <StreamRows runs={all.streams} />}
    </Panel>
    <Panel title="What goes out" aside={<Link to={pathOf(tenant, 'outbox')}>outbox</Link>}>
      {all.messages.length === 0 ? (
        <Empty title="Nothing is on its way">A decision plans its writes here. They are sent only after a second look.</Empty>
      ) : (
        <FlowStrip counts={all.messages} />
      )}
    </Panel>
    <div className="side-by-side">
      <Panel title="What waits for people" aside={<Link to={pathOf(tenant, 'cases')}>cases</Link>}>
        {all.cases.length === 0 ? (
          <Empty title="No case yet">Findings that need a person open one.</Empty>
        ) : (
          <CaseBars counts={all.cases} />
        )}
      </Panel>
      <Panel title="What is really there" aside={<Link to={pathOf(tenant, 'reconciliation')}>reconciliation</Link>}>
        {all.report === null ? (
          <Empty title="Nothing was compared yet">
            Compare in the <Link to={pathOf(tenant, 'reconciliation')}>reconciliation</Link> what was written with what is there.
          </Empty>
        ) : (
          <>
            <StatusBar totals={all.report.totals} />
            <p className="facts">
              <span>
                compared <Moment at={all.report.madeAt} />
              </span>
              <span>
                hash <code title={all.report.hash}>{all.report.hash.slice(0, 12)}</code>
              </span>
            </p>
          </>
        )}
      </Panel>
    </div>
  </>
);
