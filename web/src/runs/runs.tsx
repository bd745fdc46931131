import { useState } from 'react';
import type { StreamRun } from '../api/client';
import { runs } from '../api/questions';
import { useAnswer } from '../api/use-answer';
import { Filter } from '../frame/filter';
import { Page } from '../frame/page';
import { Empty, Shown } from '../frame/shown';
import { Badge } from '../pictures/badge';
import { Moment, took } from '../pictures/moment';
import { runTones } from '../pictures/tones';
import { Equation } from './equation';

/** What was read, stream by stream, and what became of it. */
export function Runs({ tenant }: { readonly tenant: string }) {
  const { answer } = useAnswer(() => runs(tenant), `runs of ${tenant}`);
  return (
    <Page
      title="Runs"
      lead="Each time a stream was read, and what became of every record. A run that does not add up fails; one that adds up and still looks wrong is suspect, and nothing is made from it."
    >
      <Shown answer={answer}>{(all) => (all.length === 0 ? <NothingRead /> : <RunList runs={all} />)}</Shown>
    </Page>
  );
}

export const NothingRead = () => (
  <Empty title="Nothing was read yet">
    Tell the hub of a source with <code>npm run plumbline -- connections add NAME CONNECTOR --config FILE</code>, then read it with{' '}
    <code>npm run plumbline -- sync NAME</code>.
  </Empty>
);

function RunList({ runs: all }: { readonly runs: readonly StreamRun[] }) {
  const [shown, setShown] = useState<'all' | 'waiting'>('all');
  const waiting = all.filter(({ state }) => state === 'suspect' || state === 'failed');
  return (
    <>
      <Filter
        name="Which runs"
        chosen={shown}
        choose={setShown}
        choices={[
          { value: 'all', label: 'All', count: all.length },
          { value: 'waiting', label: 'Suspect or failed', count: waiting.length },
        ]}
      />
      {shown === 'waiting' && waiting.length === 0 ? (
        <Empty title="No run is suspect or failed">What was read can be believed. The next read is looked at in the same way.</Empty>
      ) : (
        <ol className="rows">
          {(shown === 'all' ? all : waiting).map((run) => (
            <Run key={`${run.runId} ${run.stream}`} run={run} />
          ))}
        </ol>
      )}
    </>
  );
}

const Run = ({ run }: { readonly run: StreamRun }) => (
  <li className="row run">
    <div className="run-name">
      <h3>
        {run.stream} <small>{run.connection}</small>
      </h3>
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
