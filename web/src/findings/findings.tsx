import { useState } from 'react';
import type { Finding } from '../api/client';
import { findings } from '../api/questions';
import { useAnswer } from '../api/use-answer';
import { pathOf } from '../frame/address';
import { Filter } from '../frame/filter';
import { Link } from '../frame/link';
import { Page } from '../frame/page';
import { Empty, Shown } from '../frame/shown';
import { tally } from '../pictures/figures';
import { FindingFacts } from './finding-facts';
import { Sentences } from './sentences';
import { kindInWords } from './words';

/** What the pipelines found, each with its evidence. Nothing follows from a finding until a person decides its case. */
export function Findings({ tenant }: { readonly tenant: string }) {
  const { answer } = useAnswer(() => findings(tenant), `findings of ${tenant}`);
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
      <Shown answer={answer}>{(all) => (all.length === 0 ? <NothingFound /> : <FindingList findings={all} />)}</Shown>
    </Page>
  );
}

const NothingFound = () => (
  <Empty title="Nothing was found yet">
    When the reviews of a cycle are in, hold them against the evidence with <code>npm run plumbline -- calibration run CYCLE</code>.
  </Empty>
);

/** Beside the kinds: what was found anew on other evidence since, or is found no longer. */
const ENDED = 'ended';

function FindingList({ findings: all }: { readonly findings: readonly Finding[] }) {
  const [chosen, choose] = useState('all');
  const [holding, ended] = [
    all.filter(({ supersededAt }) => supersededAt === null),
    all.filter(({ supersededAt }) => supersededAt !== null),
  ];
  const kinds = [...tally(holding.map(({ kind }) => kind))].toSorted(([, few], [, many]) => few - many);
  const shown =
    chosen === ENDED
      ? ended
      : chosen === 'all'
        ? holding.toSorted(byRarity(new Map(kinds)))
        : holding.filter(({ kind }) => kind === chosen);
  return (
    <>
      <Filter
        name="Kind of finding"
        chosen={chosen}
        choose={choose}
        choices={[
          { value: 'all', label: 'All', count: holding.length },
          ...kinds.map(([value, count]) => ({ value, label: kindInWords(value), count })),
          ...(ended.length > 0 ? [{ value: ENDED, label: 'No longer hold', count: ended.length }] : []),
        ]}
      />
      <ol className="cards">
        {shown.map((finding) => (
          <li key={finding.id} className="card">
            <header>
              <h3>
                {finding.body.title}
                {finding.subject !== null && <small>{finding.subject}</small>}
              </h3>
            </header>
            <Sentences sentences={finding.body.sentences} />
            <FindingFacts finding={finding} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** What is found seldom comes first: it is what many like it would hide. */
const byRarity = (counts: ReadonlyMap<string, number>) => (one: Finding, other: Finding) =>
  (counts.get(one.kind) ?? 0) - (counts.get(other.kind) ?? 0);
