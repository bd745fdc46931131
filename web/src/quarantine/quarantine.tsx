import type { Quarantined } from '../api/client';
import { quarantine } from '../api/questions';
import { useAnswer } from '../api/use-answer';
import { Page } from '../frame/page';
import { Empty, Shown } from '../frame/shown';
import { Moment } from '../pictures/moment';

/** Records that did not fit and wait for a person. */
export function Quarantine({ tenant }: { readonly tenant: string }) {
  const { answer } = useAnswer(() => quarantine(tenant), `quarantine of ${tenant}`);
  return (
    <Page
      title="Quarantine"
      lead="Records that did not fit. They are kept sealed and shown to nobody here; the rest of their stream went on."
    >
      <Shown answer={answer}>
        {(waiting) =>
          waiting.length === 0 ? (
            <Empty title="Nothing waits in quarantine">
              Every record that was read fits. One that does not is set aside here, with the field and the reason, and never silently
              dropped.
            </Empty>
          ) : (
            <Waiting records={waiting} />
          )
        }
      </Shown>
    </Page>
  );
}

const Waiting = ({ records }: { readonly records: readonly Quarantined[] }) => (
  <>
    <div className="scrolls">
      <table>
        <thead>
          <tr>
            <th scope="col">Record</th>
            <th scope="col">Stream</th>
            <th scope="col">Field</th>
            <th scope="col">Why it does not fit</th>
            <th scope="col">Set aside</th>
          </tr>
        </thead>
        <tbody>
          {records.map(({ connection, stream, key, path, reason, quarantinedAt }) => (
            <tr key={`${connection} ${stream} ${key} ${path}`}>
              <th scope="row">
                <code>{key}</code>
              </th>
              <td>
                {stream} <small>{connection}</small>
              </td>
              <td>{path === '' ? '–' : <code>{path}</code>}</td>
              <td>{reason}</td>
              <td>
                <Moment at={quarantinedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    <p className="next">
      Mend the record at its source, or the mapping here, and read the stream again: what fits then leaves quarantine by itself.
    </p>
  </>
);
