import type { Finding } from '../api/client';
import { type Choosing, kindIn } from '../api/chosen';
import { useList } from '../api/pages';
import { findings, oneFinding } from '../api/questions';
import { useAnswer } from '../api/use-answer';
import { alike, pathOf } from '../frame/address';
import { Filter } from '../frame/filter';
import { Link } from '../frame/link';
import { Page } from '../frame/page';
import { Empty, Shown } from '../frame/shown';
import { ShowMore } from '../frame/show-more';
import { Typed } from '../frame/typed';
import { sum } from '../pictures/figures';
import { FindingFacts } from './finding-facts';
import { Sentences } from './sentences';
import { kindInWords } from './words';

/** What the pipelines found, each with its evidence. Nothing follows from a finding until a person decides its case. */
export function Findings({ tenant, one }: { readonly tenant: string; readonly one: string | undefined }) {
  return (
    <Page
      title="Findings"
      lead={
        <>
          What the pipelines found, each sentence with what the evidence says of it. Nothing follows from a finding until a person decides
          its <Link to={pathOf(tenant, 'cases')}>case</Link>.
        </>
      }
    >
      {one === undefined ? <FindingList tenant={tenant} /> : <OneFinding tenant={tenant} id={one} />}
    </Page>
  );
}

/** The one the address names, wherever it stands in the list. */
function OneFinding({ tenant, id }: { readonly tenant: string; readonly id: string }) {
  const { answer } = useAnswer(() => oneFinding(tenant, id), `finding ${id} of ${tenant}`);
  return (
    <>
      <p className="back">
        <Link to={alike(pathOf(tenant, 'findings'))}>All findings</Link>
      </p>
      <Shown answer={answer}>
        {(finding) => (
          <ol className="cards">
            <FindingCard of={finding} tenant={tenant} />
          </ol>
        )}
      </Shown>
    </>
  );
}

const NothingFound = ({ tenant }: { readonly tenant: string }) => (
  <Empty title="Nothing was found yet">
    When the reviews of a cycle are in, hold them against the evidence with{' '}
    <Typed command="calibration run --cycle CYCLE" tenant={tenant} />.
  </Empty>
);

/** Every kind that holds; beside the kinds, what was found anew on other evidence since, or is found no longer. */
const ALL: string = 'all';
const ENDED: string = 'ended';
type Counts = Awaited<ReturnType<typeof findings>>['answer']['counts'];

const CHOOSING: Choosing<string> = {
  chosenBy: (query) => (query.get('holds') === 'no' ? ENDED : (kindIn(query) ?? ALL)),
  queryOf: (chosen) => (chosen === ALL ? {} : chosen === ENDED ? { holds: 'no' } : { kind: chosen }),
};

const filterOf = (chosen: string) =>
  chosen === ENDED ? ({ holds: 'no' } as const) : { holds: 'yes' as const, ...(chosen === ALL ? {} : { kind: chosen }) };

function FindingList({ tenant }: { readonly tenant: string }) {
  const { answer, chosen, choose, more } = useList(
    CHOOSING,
    (kind, pages) => findings(tenant, filterOf(kind), pages),
    `findings of ${tenant}`,
  );
  return (
    <Shown answer={answer}>
      {({ rows, answer: { counts }, hasMore, shown }) =>
        counts.length === 0 ? (
          <NothingFound tenant={tenant} />
        ) : (
          <>
            <Filter name="Kind of finding" chosen={chosen} choose={choose} choices={choicesOf(counts)} />
            <ol className="cards">
              {rows.map((finding) => (
                <FindingCard key={finding.id} of={finding} tenant={tenant} />
              ))}
            </ol>
            <ShowMore
              shown={rows.length}
              of={choicesOf(counts).find(({ value }) => value === shown)?.count ?? 0}
              hasMore={hasMore}
              more={more}
            />
          </>
        )
      }
    </Shown>
  );
}

/** What is found seldom comes first: it is what many like it would hide. */
function choicesOf(counts: Counts) {
  const holding = counts.filter(({ holds }) => holds === 'yes').toSorted((one, other) => one.count - other.count);
  const ended = sum(counts.filter(({ holds }) => holds === 'no').map(({ count }) => count));
  return [
    { value: ALL, label: 'All', count: sum(holding.map(({ count }) => count)) },
    ...holding.map(({ kind, count }) => ({ value: kind, label: kindInWords(kind), count })),
    ...(ended > 0 ? [{ value: ENDED, label: 'No longer hold', count: ended }] : []),
  ];
}

const FindingCard = ({ of: finding, tenant }: { readonly of: Finding; readonly tenant: string }) => (
  <li className="card">
    <header>
      <h2>
        <Link to={alike(pathOf(tenant, 'findings', finding.id))}>{finding.body.title}</Link>
        {finding.subject !== null && <small>{finding.subject}</small>}
      </h2>
      {finding.supersededAt !== null && <p className="faint">It holds no more.</p>}
    </header>
    <Sentences sentences={finding.body.sentences} />
    <FindingFacts finding={finding} />
  </li>
);
