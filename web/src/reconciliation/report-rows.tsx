import { useState } from 'react';
import type { ReconciliationReport } from '../api/client';
import { Filter } from '../frame/filter';
import { operationInWords } from '../outbox/differences';
import { Badge } from '../pictures/badge';
import { tally } from '../pictures/figures';
import { statusTones } from '../pictures/tones';

type Row = ReconciliationReport['rows'][number];

export function ReportRows({ rows }: { readonly rows: readonly Row[] }) {
  const [status, setStatus] = useState<Row['status'] | 'all'>('all');
  const counts = tally(rows.map((row) => row.status));
  return (
    <>
      <Filter
        name="Status"
        chosen={status}
        choose={setStatus}
        choices={[
          { value: 'all', label: 'All', count: rows.length },
          ...[...counts].map(([value, count]) => ({ value, label: value, count })),
        ]}
      />
      <div className="scrolls">
        <table>
          <thead>
            <tr>
              <th scope="col">Status</th>
              <th scope="col">Connection</th>
              <th scope="col">Operation</th>
              <th scope="col">Known there as</th>
              <th scope="col">Message</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {rows
              .filter((row) => status === 'all' || row.status === status)
              .map((row, position) => (
                <tr key={`${row.messageId ?? ''} ${row.reference ?? ''} ${position}`}>
                  <th scope="row">
                    <Badge tone={statusTones[row.status]}>{row.status}</Badge>
                  </th>
                  <td>{row.connection}</td>
                  <td>{operationInWords(row.operation)}</td>
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
