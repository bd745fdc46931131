import type { Case } from '../api/client';
import { type Choosing, kindIn } from '../api/chosen';
import { useList } from '../api/pages';
import { cases } from '../api/questions';
import { kindInWords } from '../findings/words';
import { alike, go, pathOf } from '../frame/address';
import { Filter } from '../frame/filter';
import { Link } from '../frame/link';
import { Page } from '../frame/page';
import { useSay } from '../frame/said';
import { Empty, Shown } from '../frame/shown';
import { ShowMore } from '../frame/show-more';
import { sum } from '../pictures/figures';
import { CaseRow } from './case-row';
import { DecideDialog } from './decide-dialog';

/** Which cases are shown: those of a state, of every kind or of one. */
interface Chosen {
  readonly state: Case['state'];
  readonly kind?: string;
}
const STATES = ['open', 'decided', 'superseded'] as const satisfies readonly Case['state'][];
const CHOOSING: Choosing<Chosen> = {
  chosenBy(query) {
    const [state = 'open', kind] = [STATES.find((one) => one === query.get('state')), kindIn(query)];
    return kind === undefined ? { state } : { state, kind };
  },
  queryOf: ({ state, kind }) => ({ ...(state === 'open' ? {} : { state }), ...(kind === undefined ? {} : { kind }) }),
};
type Counts = Awaited<ReturnType<typeof cases>>['answer']['counts'];

/** What waits for a person. The one the address names is open, wherever it stands in the list. */
export function Cases({ tenant, one }: { readonly tenant: string; readonly one: string | undefined }) {
  const { answer, again, chosen, choose, more } = useList(CHOOSING, (filter, pages) => cases(tenant, filter, pages), `cases of ${tenant}`);
  const say = useSay();
  const close = () => go(alike(pathOf(tenant, 'cases')));
  const decided = (sentence: string) => {
    close();
    say(sentence);
    again();
  };
  return (
    <Page title="Cases" lead="What waits for a person. You see what it rests on, you decide, and your reason is kept with it.">
      <Shown answer={answer}>
        {({ rows, answer: { counts }, hasMore, shown }) =>
          counts.length === 0 ? (
            <NoCase tenant={tenant} />
          ) : (
            <>
              <WhichCases counts={counts} chosen={chosen} choose={choose} />
              {rows.length === 0 ? (
                <NoneOf state={shown.state} tenant={tenant} />
              ) : (
                <ol className="rows">
                  {rows.map((row) => (
                    <CaseRow key={row.id} of={row} tenant={tenant} />
                  ))}
                </ol>
              )}
              <ShowMore shown={rows.length} of={countOf(counts, shown)} hasMore={hasMore} more={more} />
            </>
          )
        }
      </Shown>
      {one !== undefined && <DecideDialog key={one} tenant={tenant} id={one} decided={decided} close={close} />}
    </Page>
  );
}

const countOf = (counts: Counts, { state, kind }: Chosen): number =>
  sum(counts.filter((one) => one.state === state && (kind === undefined || one.kind === kind)).map(({ count }) => count));

const LABELS = { open: 'Open', decided: 'Decided', superseded: 'Superseded' } as const;

/** States, and where one has several kinds those too, the rarest first: it is what many like it would hide. */
function WhichCases({
  counts,
  chosen,
  choose,
}: {
  readonly counts: Counts;
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
}) {
  const states = STATES.filter((state) => state !== 'superseded' || countOf(counts, { state }) > 0);
  const kinds = counts.filter(({ state }) => state === chosen.state).toSorted((one, other) => one.count - other.count);
  return (
    <>
      <Filter
        name="Which cases"
        chosen={chosen.state}
        choose={(state) => choose({ state })}
        choices={states.map((state) => ({ value: state, label: LABELS[state], count: countOf(counts, { state }) }))}
      />
      {kinds.length > 1 && (
        <Filter
          name="Of which kind"
          chosen={chosen.kind ?? ''}
          choose={(kind) => choose({ state: chosen.state, ...(kind === '' ? {} : { kind }) })}
          choices={[
            { value: '', label: 'Every kind', count: countOf(counts, { state: chosen.state }) },
            ...kinds.map(({ kind, count }) => ({ value: kind, label: kindInWords(kind), count })),
          ]}
        />
      )}
    </>
  );
}

const NoCase = ({ tenant }: { readonly tenant: string }) => (
  <Empty title="No case yet">
    A case opens for each <Link to={pathOf(tenant, 'findings')}>finding</Link> that is uncertain, sensitive or of consequence, and for each
    question only a person can answer.
  </Empty>
);

const NoneOf = ({ state, tenant }: { readonly state: Case['state']; readonly tenant: string }) => (
  <Empty title={state === 'open' ? 'Nothing waits for you' : `There is no ${state} case`}>
    {state === 'open' ? (
      <>
        What was decided is on its way in the <Link to={pathOf(tenant, 'outbox')}>outbox</Link>.
      </>
    ) : (
      'Decide an open case; it appears here with its reason kept.'
    )}
  </Empty>
);
