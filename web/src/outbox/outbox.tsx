import { messages } from '../api/questions';
import { useAnswer } from '../api/use-answer';
import { pathOf } from '../frame/address';
import { Link } from '../frame/link';
import { Page } from '../frame/page';
import { Empty, Shown } from '../frame/shown';
import { FlowStrip } from './flow-strip';
import { MessageList } from './message-list';
import { Writes } from './writes';

/** What was decided and is on its way to the sources. */
export function Outbox({ tenant }: { readonly tenant: string }) {
  const { answer, again } = useAnswer(() => messages(tenant), `outbox of ${tenant}`);
  return (
    <Page
      title="Outbox"
      lead="What was decided, on its way to the sources. A write counts as done only when a fresh look finds exactly what was wanted."
      act={<Writes tenant={tenant} />}
    >
      <Shown answer={answer}>
        {(all) =>
          all.length === 0 ? (
            <Empty title="Nothing is on its way">
              Decide a <Link to={pathOf(tenant, 'cases')}>case</Link>; where the policy names a target, what follows is planned here and
              waits for a second look.
            </Empty>
          ) : (
            <>
              <FlowStrip messages={all} />
              <MessageList tenant={tenant} messages={all} again={again} />
            </>
          )
        }
      </Shown>
    </Page>
  );
}
