import type { Message } from '../api/client';
import { byOneOf } from '../api/chosen';
import { useList } from '../api/pages';
import { messages } from '../api/questions';
import { pathOf } from '../frame/address';
import { Filter } from '../frame/filter';
import { Link } from '../frame/link';
import { Page } from '../frame/page';
import { Empty, Shown } from '../frame/shown';
import { ShowMore } from '../frame/show-more';
import { sum } from '../pictures/figures';
import { messageTones } from '../pictures/tones';
import { FlowStrip } from './flow-strip';
import { MessageList } from './message-list';
import { Writes } from './writes';

const CHOOSING = byOneOf('state', Object.keys(messageTones) as Message['state'][]); // its own keys

/** What was decided and is on its way to the sources. */
export function Outbox({ tenant }: { readonly tenant: string }) {
  const { answer, again, chosen, choose, more } = useList(
    CHOOSING,
    (state, pages) => messages(tenant, state === 'all' ? {} : { state }, pages),
    `outbox of ${tenant}`,
  );
  return (
    <Page
      title="Outbox"
      lead="What was decided, on its way to the sources. A write counts as done only when a fresh look finds exactly what was wanted."
      act={<Writes tenant={tenant} />}
    >
      <Shown answer={answer}>
        {({ rows, answer: { counts }, hasMore, shown }) => {
          if (counts.length === 0)
            return (
              <Empty title="Nothing is on its way">
                Decide a <Link to={pathOf(tenant, 'cases')}>case</Link>; where the policy names a target, what follows is planned here and
                waits for a second look.
              </Empty>
            );
          const choices = [
            { value: 'all' as const, label: 'All', count: sum(counts.map(({ count }) => count)) },
            ...counts.map(({ state, count }) => ({ value: state, label: state, count })),
          ];
          const countOf = (state: Message['state'] | 'all') => choices.find(({ value }) => value === state)?.count ?? 0;
          return (
            <>
              <FlowStrip counts={counts} />
              <MessageList
                tenant={tenant}
                messages={rows}
                planned={countOf('planned')}
                again={again}
                filter={<Filter name="Which messages" chosen={chosen} choose={choose} choices={choices} />}
              />
              <ShowMore shown={rows.length} of={countOf(shown)} hasMore={hasMore} more={more} />
            </>
          );
        }}
      </Shown>
    </Page>
  );
}
