import { useState } from 'react';
import { answered, api, inWords, type Message } from '../api/client';
import { Filter } from '../frame/filter';
import { useSay } from '../frame/said';
import { counted, tally } from '../pictures/figures';
import { MessageRow } from './message-row';

interface Listed {
  readonly tenant: string;
  readonly messages: readonly Message[];
  readonly again: () => void;
}

/** Messages by state; those that are planned can be looked at and then approved, in two acts. */
export function MessageList({ tenant, messages: all, again }: Listed) {
  const [state, setState] = useState<Message['state'] | 'all'>('all');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const planned = all.filter((message) => message.state === 'planned');
  const picked = planned.filter(({ id }) => chosen.has(id));
  const choose = (ids: readonly string[], on: boolean) =>
    setChosen((before) => (on ? before.union(new Set(ids)) : before.difference(new Set(ids))));
  return (
    <>
      <div className="bar">
        <Filter
          name="Which messages"
          chosen={state}
          choose={setState}
          choices={[
            { value: 'all', label: 'All', count: all.length },
            ...[...tally(all.map((message) => message.state))].map(([value, count]) => ({ value, label: value, count })),
          ]}
        />
        {planned.length > 0 && (
          <Acts
            tenant={tenant}
            picked={picked}
            all={planned}
            chooseAll={(on) =>
              choose(
                planned.map(({ id }) => id),
                on,
              )
            }
            again={again}
          />
        )}
      </div>
      <ol className="rows">
        {all
          .filter((message) => state === 'all' || message.state === state)
          .map((message) => (
            <MessageRow key={message.id} message={message} chosen={chosen.has(message.id)} choose={(on) => choose([message.id], on)} />
          ))}
      </ol>
    </>
  );
}

function Acts({
  tenant,
  picked,
  all,
  chooseAll,
  again,
}: {
  readonly tenant: string;
  readonly picked: readonly Message[];
  readonly all: readonly Message[];
  readonly chooseAll: (on: boolean) => void;
  readonly again: () => void;
}) {
  const [working, setWorking] = useState(false);
  const say = useSay();
  const act = async (work: () => Promise<string>) => {
    setWorking(true);
    try {
      say(await work());
    } catch (thrown) {
      say(inWords(thrown));
    }
    setWorking(false);
    again();
  };
  const unseen = picked.filter(({ previewedAt }) => previewedAt === null);
  return (
    <div className="acts" aria-busy={working}>
      <label className="all">
        <input type="checkbox" checked={picked.length === all.length} onChange={(change) => chooseAll(change.target.checked)} /> all{' '}
        {all.length} planned
      </label>
      <button type="button" disabled={working || picked.length === 0} onClick={() => void act(() => preview(tenant, picked))}>
        Preview {picked.length > 0 && picked.length}
      </button>
      <button
        type="button"
        className="main"
        disabled={working || picked.length === 0 || unseen.length > 0}
        title={unseen.length > 0 ? 'look at each of them first' : undefined}
        onClick={() => void act(() => approve(tenant, picked))}
      >
        Approve {picked.length > 0 && picked.length}
      </button>
    </div>
  );
}

async function preview(tenant: string, picked: readonly Message[]): Promise<string> {
  let changes = 0;
  for (const { id } of picked) {
    const { differences } = await answered(api.POST('/api/tenants/{tenant}/outbox/{id}/preview', { params: { path: { tenant, id } } }));
    changes += differences.filter(({ now, then }) => JSON.stringify(now) !== JSON.stringify(then)).length;
  }
  return `Looked at ${counted(picked.length, 'message')}: ${counted(changes, 'field')} would change. Nothing is written until you approve.`;
}

async function approve(tenant: string, picked: readonly Message[]): Promise<string> {
  const { approved } = await answered(
    api.POST('/api/tenants/{tenant}/outbox/approvals', { params: { path: { tenant } }, body: { ids: picked.map(({ id }) => id) } }),
  );
  return `Approved ${counted(approved.length, 'message')}. Each is sent once, and looked at again.`;
}
