import { useState } from 'react';
import type { Case, Finding } from '../api/client';
import { cases, findings } from '../api/questions';
import { useAnswer } from '../api/use-answer';
import { kindInWords } from '../findings/words';
import { pathOf } from '../frame/address';
import { Filter } from '../frame/filter';
import { Link } from '../frame/link';
import { Page } from '../frame/page';
import { useSay } from '../frame/said';
import { Empty, Shown } from '../frame/shown';
import { Badge } from '../pictures/badge';
import { spelled } from '../pictures/figures';
import { Due } from '../pictures/moment';
import { verdictTones } from '../pictures/tones';
import { DecideDialog } from './decide-dialog';
import { DecidedBefore } from './decided-before';

/** Cases with what they are about, asked for together so that neither is shown without the other. */
const casesAndFindings = async (tenant: string) => {
  const [all, found] = await Promise.all([cases(tenant), findings(tenant)]);
  return { all, found: new Map(found.map((finding) => [finding.id, finding])) };
};

/** What waits for a person. */
export function Cases({ tenant }: { readonly tenant: string }) {
  const { answer, again } = useAnswer(() => casesAndFindings(tenant), `cases of ${tenant}`);
  return (
    <Page title="Cases" lead="What waits for a person. You see what it rests on, you decide, and your reason is kept with it.">
      <Shown answer={answer}>
        {({ all, found }) =>
          all.length === 0 ? <NoCase tenant={tenant} /> : <CaseList tenant={tenant} cases={all} findings={found} again={again} />
        }
      </Shown>
    </Page>
  );
}

const NoCase = ({ tenant }: { readonly tenant: string }) => (
  <Empty title="No case yet">
    A case opens for each <Link to={pathOf(tenant, 'findings')}>finding</Link> that is uncertain, sensitive or of consequence, and for each
    question only a person can answer.
  </Empty>
);

function CaseList({
  tenant,
  cases: all,
  findings: found,
  again,
}: {
  readonly tenant: string;
  readonly cases: readonly Case[];
  readonly findings: ReadonlyMap<string, Finding>;
  readonly again: () => void;
}) {
  const [state, setState] = useState<Case['state']>('open');
  const [deciding, setDeciding] = useState<Case>();
  const say = useSay();
  const ofState = (wanted: Case['state']) => all.filter((one) => one.state === wanted);
  const findingOf = ({ findingId }: Case) => found.get(findingId ?? '');
  const decided = (sentence: string) => {
    setDeciding(undefined);
    say(sentence);
    again();
  };
  return (
    <>
      <Filter
        name="Which cases"
        chosen={state}
        choose={setState}
        choices={[
          { value: 'open', label: 'Open', count: ofState('open').length },
          { value: 'decided', label: 'Decided', count: ofState('decided').length },
          ...(ofState('superseded').length > 0
            ? [{ value: 'superseded' as const, label: 'Superseded', count: ofState('superseded').length }]
            : []),
        ]}
      />
      {ofState(state).length === 0 ? (
        <Empty title={state === 'open' ? 'Nothing waits for you' : 'Nothing was decided yet'}>
          {state === 'open' ? (
            <>
              What was decided is on its way in the <Link to={pathOf(tenant, 'outbox')}>outbox</Link>.
            </>
          ) : (
            'Decide an open case; it appears here with its reason kept.'
          )}
        </Empty>
      ) : (
        [...Map.groupBy(ofState(state), ({ kind }) => kind)]
          .toSorted(([, few], [, many]) => few.length - many.length)
          .map(([kind, some]) => (
            <section key={kind} className="group" aria-label={kindInWords(kind)}>
              <h2>
                {kindInWords(kind)} <span className="count">{some.length}</span>
              </h2>
              <ol className="rows">
                {some.map((one) => (
                  <CaseRow key={one.id} of={one} finding={findingOf(one)} decide={() => setDeciding(one)} />
                ))}
              </ol>
            </section>
          ))
      )}
      {deciding !== undefined && (
        <DecideDialog
          tenant={tenant}
          open={deciding}
          finding={findingOf(deciding)}
          decided={decided}
          close={() => setDeciding(undefined)}
        />
      )}
    </>
  );
}

/** Nobody decided a superseded case: what it asks is found anew, answered at its source, or found no longer. */
const STATES = { decided: 'decided', superseded: 'no longer asked' } as const;

const CaseRow = ({
  of: one,
  finding,
  decide,
}: {
  readonly of: Case;
  readonly finding: Finding | undefined;
  readonly decide: () => void;
}) => {
  const [first] = finding?.body.sentences ?? [];
  return (
    <li className="row case">
      <div>
        <h3>
          {finding?.subject ?? finding?.body.title ?? one.subject}
          {finding !== undefined && <small>{finding.cycle}</small>}
        </h3>
        {first !== undefined && <p className="saying">{first.text}</p>}
        <DecidedBefore of={one} />
      </div>
      <div>{first !== undefined && <Badge tone={verdictTones[first.verdict]}>{first.verdict}</Badge>}</div>
      <p className="faint">
        {spelled(one.role)}
        <br />
        {one.state === 'open' ? <Due at={one.dueAt} /> : STATES[one.state]}
      </p>
      {one.state === 'open' && (
        <button type="button" onClick={decide} aria-label={`Decide on ${finding?.subject ?? finding?.body.title ?? one.subject}`}>
          Decide
        </button>
      )}
    </li>
  );
};
