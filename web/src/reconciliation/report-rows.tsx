import type { ReconciliationReport, ReportRow } from '../api/client';
import { Filter } from '../frame/filter';
import { operationInWords } from '../outbox/differences';
import { whose } from '../outbox/whose';
import { Badge } from '../pictures/badge';
import { statusTones } from '../pictures/tones';

type Totals = ReconciliationReport['totals'];
type Status = ReportRow['status'];

interface Listed {
  readonly rows: readonly ReportRow[];
  readonly totals: Totals;
  readonly chosen: Status | 'all';
  readonly choose: (status: Status | 'all') => void;
}

export function ReportRows({ rows, totals: { total, ...of }, chosen, choose }: Listed) {
  const statuses = (Object.keys(of) as Status[]).filter((status) => of[status] > 0); // its own keys
  return (
    <>
      <Filter
        name="Status"
        chosen={chosen}
        choose={choose}
        choices={[
          { value: 'all', label: 'All', count: total },
          ...statuses.map((status) => ({ value: status, label: status, count: of[status] })),
        ]}
      />
      <div className="scrolls">
        <table>
          <thead>
            <tr>
              <th scope="col">Status</th>
              <th scope="col">Connection</th>
              <th scope="col">Operation</th>
              <th scope="col">Of</th>
              <th scope="col">Known there as</th>
              <th scope="col">Message</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, position) => (
              <tr key={`${row.messageId ?? ''} ${row.reference ?? ''} ${position}`}>
                <th scope="row">
                  <Badge tone={statusTones[row.status]}>{row.status}</Badge>
                </th>
                <td>{row.connection}</td>
                <td>{operationInWords(row.operation)}</td>
                <td>{row.entity === null ? '–' : whose({ entity: row.entity, about: row.about })}</td>
                <td>{row.reference === null ? '–' : <code>{row.reference}</code>}</td>
                <td>{row.messageId === null ? 'none of ours' : <code title={row.messageId}>{row.messageId.slice(0, 8)}</code>}</td>
                <td className={row.reason === '' ? 'faint' : undefined}>{row.reason === '' ? 'as intended' : row.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
