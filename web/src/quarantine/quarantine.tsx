import type { Quarantined } from '../api/client';
import { byOneOf } from '../api/chosen';
import { useList } from '../api/pages';
import { quarantine } from '../api/questions';
import { Page } from '../frame/page';
import { Empty, Shown } from '../frame/shown';
import { ShowMore } from '../frame/show-more';
import { grouped, sum } from '../pictures/figures';
import { Moment } from '../pictures/moment';

/** Records that did not fit and wait for a person. */
export function Quarantine({ tenant }: { readonly tenant: string }) {
  const { answer, more } = useList(byOneOf('state', []), (_all, pages) => quarantine(tenant, pages), `quarantine of ${tenant}`);
  return (
    <Page
      title="Quarantine"
      lead="Records that did not fit. They are kept sealed and shown to nobody here; the rest of their stream went on."
    >
      <Shown answer={answer}>
        {({ rows, answer: { counts }, hasMore }) =>
          rows.length === 0 ? (
            <Empty title="Nothing waits in quarantine">
              Every record that was read fits. One that does not is set aside here, with the field and the reason, and never silently
              dropped.
            </Empty>
          ) : (
            <>
              <p className="facts">
                {counts.map(({ connection, stream, count }) => (
                  <span key={`${connection} ${stream}`}>
                    <b>{grouped(count)}</b> {count === 1 ? 'waits' : 'wait'} of {stream} <small>{connection}</small>
                  </span>
                ))}
              </p>
              <Waiting records={rows} />
              <ShowMore shown={rows.length} of={sum(counts.map(({ count }) => count))} hasMore={hasMore} more={more} />
              <p className="next">
                Mend the record at its source, or the mapping here, and read the stream again: what fits then leaves quarantine by itself.
                What an import brought: mend the file or its mapping, and import it again.
              </p>
            </>
          )
        }
      </Shown>
    </Page>
  );
}

const Waiting = ({ records }: { readonly records: readonly Quarantined[] }) => (
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
        {records.map(({ id, connection, stream, key, path, reason, quarantinedAt }) => (
          <tr key={id}>
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
);
