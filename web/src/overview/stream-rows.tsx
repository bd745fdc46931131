import type { StreamRun } from '../api/client';
import { Badge } from '../pictures/badge';
import { runTones } from '../pictures/tones';
import { Equation } from '../runs/equation';
import { Notes } from '../runs/runs';

/** Each stream's newest run, all drawn to one scale: its equation, and what makes it suspect. */
export const StreamRows = ({ runs }: { readonly runs: readonly StreamRun[] }) => (
  <ul className="streams">
    {runs.map((run) => (
      <li key={`${run.connection} ${run.stream}`}>
        <h3>
          {run.stream} <small>{run.connection}</small>
        </h3>
        <Badge tone={runTones[run.state]}>{run.state}</Badge>
        <div>
          <Equation counts={run} name={`${run.connection} ${run.stream}`} of={Math.max(...runs.map(({ read }) => read))} />
          {run.state !== 'ok' && <Notes notes={run.notes} />}
        </div>
      </li>
    ))}
  </ul>
);
