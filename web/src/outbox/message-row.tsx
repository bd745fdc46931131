import type { Message } from '../api/client';
import { pathOf } from '../frame/address';
import { Link } from '../frame/link';
import { Badge } from '../pictures/badge';
import { howOften } from '../pictures/figures';
import { Moment } from '../pictures/moment';
import { messageTones } from '../pictures/tones';
import { type Difference, differencesOf, operationInWords } from './differences';
import { settlementsOf } from './settlements';
import { whose } from './whose';

interface Acting {
  readonly tenant: string;
  readonly message: Message;
  readonly chosen: boolean;
  readonly choose: (chosen: boolean) => void;
  readonly settle: () => void;
}

export const MessageRow = ({ tenant, message, chosen, choose, settle }: Acting) => (
  <li className="row message">
    {message.state === 'planned' ? (
      <input
        type="checkbox"
        checked={chosen}
        onChange={(change) => choose(change.target.checked)}
        aria-label={`Choose: ${operationInWords(message.operation)}, ${whose(message)}`}
      />
    ) : (
      <span />
    )}
    <details>
      <summary>
        <span className="message-name">
          <b>{operationInWords(message.operation)}</b> <small>{whose(message)}</small>
        </span>
        <Badge tone={messageTones[message.state]}>{message.state}</Badge>
        <span className="faint">
          {message.connection} · <Moment at={message.changedAt} />
        </span>
        {message.reason !== null && <span className="why">{message.reason}</span>}
      </summary>
      <Change tenant={tenant} message={message} />
      {settlementsOf(message).length > 0 && (
        <div className="acts">
          <button type="button" onClick={settle} aria-label={`Settle: ${operationInWords(message.operation)}, ${whose(message)}`}>
            {message.state === 'conflict' || message.state === 'parked' || message.state === 'rejected' ? 'Settle …' : 'Cancel …'}
          </button>
        </div>
      )}
    </details>
  </li>
);

const Change = ({ tenant, message }: Pick<Acting, 'tenant' | 'message'>) => (
  <div className="change">
    <table>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">
            {message.previewedAt === null ? (
              'At the source'
            ) : (
              <>
                At the source, <Moment at={message.previewedAt} />
              </>
            )}
          </th>
          <th scope="col">As it was decided</th>
        </tr>
      </thead>
      <tbody>
        {differencesOf(message).map(({ field, now, then }) => (
          <tr key={field} data-changes={now.kind === 'held' && now.value !== then}>
            <th scope="row">
              <code>{field}</code>
            </th>
            <td className="before">
              <Now held={now} />
            </td>
            <td className="after">{then}</td>
          </tr>
        ))}
      </tbody>
    </table>
    <p className="facts">
      <span>{message.timesSent === 0 ? 'not sent' : `sent ${howOften(message.timesSent)}`}</span>
      <span>
        decided in <Link to={pathOf(tenant, 'cases', message.caseId)}>case {message.caseId.slice(0, 8)}</Link>
      </span>
      {message.approvedBy !== null && <span>approved by {message.approvedBy}</span>}
      {message.reference !== null && (
        <span>
          known there as <code>{message.reference}</code>
        </span>
      )}
      <span>
        trace <code>{message.traceId.slice(0, 8)}</code>
      </span>
    </p>
  </div>
);

function Now({ held }: { readonly held: Difference['now'] }) {
  if (held.kind === 'held') return held.value === 'nothing' ? <span className="faint">nothing</span> : <s>{held.value}</s>;
  return <span className="faint">{held.kind === 'new' ? 'a new record' : 'not looked at yet'}</span>;
}
