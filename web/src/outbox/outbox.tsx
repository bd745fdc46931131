import { useState } from 'react';
import type { Message } from '../api/client';
import { messages } from '../api/questions';
import { useAnswer } from '../api/use-answer';
import { pathOf } from '../frame/address';
import { Filter } from '../frame/filter';
import { Link } from '../frame/link';
import { Page } from '../frame/page';
import { Empty, Shown } from '../frame/shown';
import { sum } from '../pictures/figures';
import { FlowStrip } from './flow-strip';
import { MessageList } from './message-list';
import { Writes } from './writes';

/** What was decided and is on its way to the sources. */
export function Outbox({ tenant }: { readonly tenant: string }) {
  const [state, setState] = useState<Message['state'] | 'all'>('all');
  const [pages, setPages] = useState(1);
  const wanted = state === 'all' ? { pages } : { state, pages };
  const { answer, again } = useAnswer(() => messages(tenant, wanted), `outbox of ${tenant}`);
  const choose = (chosen: typeof state) => {
    setState(chosen);
    setPages(1);
    again(); // what is shown stays until the answer has come
  };
  const more = () => {
    setPages(pages + 1);
    again();
  };
  return (
    <Page
      title="Outbox"
      lead="What was decided, on its way to the sources. A write counts as done only when a fresh look finds exactly what was wanted."
      act={<Writes tenant={tenant} />}
    >
      <Shown answer={answer}>
        {({ shown, counts, hasMore }) =>
          counts.size === 0 ? (
            <Empty title="Nothing is on its way">
              Decide a <Link to={pathOf(tenant, 'cases')}>case</Link>; where the policy names a target, what follows is planned here and
              waits for a second look.
            </Empty>
          ) : (
            <>
              <FlowStrip counts={counts} />
              <MessageList
                tenant={tenant}
                messages={shown}
                more={hasMore ? more : undefined}
                again={again}
                filter={
                  <Filter
                    name="Which messages"
                    chosen={state}
                    choose={choose}
                    choices={[
                      { value: 'all', label: 'All', count: sum([...counts.values()]) },
                      ...[...counts].map(([value, count]) => ({ value, label: value, count })),
                    ]}
                  />
                }
              />
            </>
          )
        }
      </Shown>
    </Page>
  );
}
