import { type ReactNode, useState } from 'react';
import { answered, api, inWords, type Message } from '../api/client';
import { useSay } from '../frame/said';
import { counted, grouped } from '../pictures/figures';
import { type Chosen, useChosen } from './chosen';
import { MessageRow } from './message-row';
import { SettleDialog } from './settle-dialog';

interface Listed {
  readonly tenant: string;
  readonly messages: readonly Message[];
  /** How many are planned, shown or not. */
  readonly planned: number;
  readonly again: () => void;
  readonly filter: ReactNode;
}

/** Messages; those that are planned can be looked at and then approved, in two acts, and those that came to no end settled. */
export function MessageList({ tenant, messages: all, planned: inAll, again, filter }: Listed) {
  const [settling, setSettling] = useState<Message>();
  const say = useSay();
  const planned = all.filter((message) => message.state === 'planned');
  const chosen = useChosen(planned);
  const settled = (sentence: string) => {
    setSettling(undefined);
    say(sentence);
    again();
  };
  return (
    <>
      <div className="bar">
        {filter}
        {planned.length > 0 && <Acts tenant={tenant} chosen={chosen} all={planned} inAll={inAll} again={again} />}
      </div>
      <ol className="rows">
        {all.map((message) => (
          <MessageRow
            key={message.id}
            tenant={tenant}
            message={message}
            chosen={chosen.picked.includes(message)}
            choose={(on) => chosen.choose([message], on)}
            settle={() => setSettling(message)}
          />
        ))}
      </ol>
      {settling !== undefined && (
        <SettleDialog
          tenant={tenant}
          message={settling}
          now={all.find(({ id }) => id === settling.id)}
          refused={again}
          settled={settled}
          close={() => setSettling(undefined)}
        />
      )}
    </>
  );
}

function Acts({
  tenant,
  chosen: { picked, changed, choose, sees },
  all,
  inAll,
  again,
}: {
  readonly tenant: string;
  readonly chosen: Chosen;
  readonly all: readonly Message[];
  readonly inAll: number;
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
        <input type="checkbox" checked={picked.length === all.length} onChange={(change) => choose(all, change.target.checked)} /> all{' '}
        {grouped(all.length)} planned{inAll > all.length && ` that are shown, of ${grouped(inAll)}`}
      </label>
      <button type="button" disabled={working || picked.length === 0} onClick={() => void act(() => preview(tenant, picked, sees))}>
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
      {changed.length > 0 && (
        <p className="why">
          {counted(changed.length, 'message')} you chose {changed.length === 1 ? 'was' : 'were'} looked at again meanwhile, by somebody
          else: see what is there now, then choose again.
        </p>
      )}
    </div>
  );
}

async function preview(tenant: string, picked: readonly Message[], sees: Chosen['sees']): Promise<string> {
  let changes = 0;
  let minds = 0; // what is to be minded stands beside each of them
  for (const { id } of picked) {
    const { differences, note, baseHash } = await answered(
      api.POST('/api/tenants/{tenant}/outbox/{id}/preview', { params: { path: { tenant, id } } }),
    );
    sees(id, baseHash);
    if (note !== null) minds += 1;
    changes += differences.filter(({ now, then }) => JSON.stringify(now) !== JSON.stringify(then)).length;
  }
  const looked = `Looked at ${counted(picked.length, 'message')}: ${counted(changes, 'field')} would change. Nothing is written until you approve.`;
  return minds === 0 ? looked : `${looked} Mind what is said beside ${minds === picked.length ? 'each' : `${minds}`} of them.`;
}

async function approve(tenant: string, picked: readonly Message[]): Promise<string> {
  const { approved } = await answered(
    api.POST('/api/tenants/{tenant}/outbox/approvals', {
      params: { path: { tenant } },
      body: { messages: picked.map(({ id, baseHash, intentHash }) => ({ id, baseHash: baseHash ?? '', intentHash })) },
    }),
  );
  return `Approved ${counted(approved.length, 'message')}. Each is sent once, and looked at again.`;
}
