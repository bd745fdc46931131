import type { StreamRun } from '../api/client';
import { byOneOf } from '../api/chosen';
import { useList } from '../api/pages';
import { runs } from '../api/questions';
import { Filter } from '../frame/filter';
import { Page } from '../frame/page';
import { Empty, Shown } from '../frame/shown';
import { ShowMore } from '../frame/show-more';
import { Typed } from '../frame/typed';
import { Badge } from '../pictures/badge';
import { spelled, sum } from '../pictures/figures';
import { Moment, took } from '../pictures/moment';
import { runTones } from '../pictures/tones';
import { Equation } from './equation';

/** What was read, stream by stream, and what became of it. */
export function Runs({ tenant }: { readonly tenant: string }) {
  const { answer, chosen, choose, more } = useList(
    CHOOSING,
    (state, pages) => runs(tenant, state === 'all' ? {} : { state }, pages),
    `runs of ${tenant}`,
  );
  return (
    <Page
      title="Runs"
      lead="Each time a stream was read, and what became of every record. A run that does not add up fails; one that adds up and still looks wrong is suspect, and nothing is made from it."
    >
      <Shown answer={answer}>
        {({ rows, answer: { counts }, hasMore, shown }) => {
          if (counts.length === 0) return <NothingRead tenant={tenant} />;
          const choices = [
            { value: 'all' as const, label: 'All', count: sum(counts.map(({ count }) => count)) },
            ...STATES.map((state) => ({ value: state, label: spelled(state), count: countOf(counts, state) })).filter(
              ({ value, count }) => count > 0 || value === 'suspect' || value === 'failed',
            ),
          ];
          return (
            <>
              <Filter name="Which runs" chosen={chosen} choose={choose} choices={choices} />
              {rows.length === 0 ? (
                <Empty title={`No run is ${shown}`}>The next read is looked at in the same way.</Empty>
              ) : (
                <ol className="rows">
                  {rows.map((run) => (
                    <Run key={`${run.runId} ${run.stream}`} run={run} />
                  ))}
                </ol>
              )}
              <ShowMore shown={rows.length} of={choices.find(({ value }) => value === shown)?.count ?? 0} hasMore={hasMore} more={more} />
            </>
          );
        }}
      </Shown>
    </Page>
  );
}

/** What somebody has to look at comes first. */
const STATES = ['suspect', 'failed', 'running', 'ok'] as const satisfies readonly StreamRun['state'][];
const CHOOSING = byOneOf('state', STATES);
const countOf = (counts: readonly { state: StreamRun['state']; count: number }[], state: StreamRun['state']): number =>
  sum(counts.filter((one) => one.state === state).map(({ count }) => count));

export const NothingRead = ({ tenant }: { readonly tenant: string }) => (
  <Empty title="Nothing was read yet">
    Tell the hub of a source with <Typed command="connections add NAME CONNECTOR --config FILE" tenant={tenant} />, then read it with{' '}
    <Typed command="sync NAME" tenant={tenant} />.
  </Empty>
);

const Run = ({ run }: { readonly run: StreamRun }) => (
  <li className="row run">
    <div className="run-name">
      <h2>
        {run.stream} <small>{run.connection}</small>
      </h2>
      <p className="faint">
        <Moment at={run.startedAt} /> · {took(run.startedAt, run.endedAt)}
      </p>
    </div>
    <Badge tone={runTones[run.state]}>{run.state}</Badge>
    <div className="run-counts">
      <Equation counts={run} name={`${run.connection} ${run.stream}`} />
      <Notes notes={run.notes} />
    </div>
  </li>
);

export const Notes = ({ notes }: { readonly notes: readonly string[] }) =>
  notes.length === 0 ? null : (
    <ul className="notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
