import { useEffect } from 'react';
import { inWords, Refused, type Tenant } from '../api/client';
import { session, tenants } from '../api/questions';
import { useAnswer, valueOf } from '../api/use-answer';
import { Cases } from '../cases/cases';
import { Findings } from '../findings/findings';
import { Outbox } from '../outbox/outbox';
import { Overview } from '../overview/overview';
import { Quarantine } from '../quarantine/quarantine';
import { Reconciliation } from '../reconciliation/reconciliation';
import { Runs } from '../runs/runs';
import { go, pathOf, type Section, usePlace } from './address';
import { Said } from './said';
import { Empty } from './shown';
import { Sidebar } from './sidebar';

const pages: Readonly<Record<Section, typeof Overview>> = {
  overview: Overview,
  runs: Runs,
  quarantine: Quarantine,
  findings: Findings,
  cases: Cases,
  outbox: Outbox,
  reconciliation: Reconciliation,
};

const whoAndWhere = async () => {
  const [actor, all] = await Promise.all([session(), tenants()]);
  return { actor, tenants: all };
};

/** The console: whose data, which section, and the section itself. */
export function Console() {
  const { answer } = useAnswer(whoAndWhere, 'who and where');
  const known = valueOf(answer);
  const place = usePlace();
  const tenant = known?.tenants.find(({ slug }) => slug === place.tenant);
  useStart(known?.tenants, tenant);
  useTitle(place.section);

  if (answer.state === 'failed' && answer.thrown instanceof Refused && answer.thrown.status === 401) return <Locked />;
  if (known === undefined)
    return (
      <main className="alone">
        {answer.state === 'failed' ? <p className="problem">{inWords(answer.thrown)}</p> : <p className="asking">Asking the hub …</p>}
      </main>
    );
  if (known.tenants.length === 0) return <NoTenant />;
  const Page = pages[place.section];
  return (
    <Said>
      <a className="skip" href="#page">
        Skip to the page
      </a>
      <div className="frame">
        <Sidebar tenants={known.tenants} tenant={tenant} section={place.section} actor={known.actor.id} />
        <main id="page" tabIndex={-1}>
          {answer.state === 'failed' && (
            <p className="problem" role="alert">
              {inWords(answer.thrown)}
            </p>
          )}
          {tenant !== undefined && <Page key={tenant.slug} tenant={tenant.slug} />}
        </main>
      </div>
    </Said>
  );
}

/** The browser's tab and history say which page it is. */
function useTitle(section: Section): void {
  useEffect(() => {
    document.title = `${section.charAt(0).toUpperCase()}${section.slice(1)} · Plumbline`;
  }, [section]);
}

/** An address without a tenant, or with one that is not there, becomes the first one's. */
function useStart(known: readonly Tenant[] | undefined, tenant: Tenant | undefined): void {
  const first = known?.[0]?.slug;
  useEffect(() => {
    if (first !== undefined && tenant === undefined) go(pathOf(first, 'overview'), { instead: true });
  }, [first, tenant]);
}

const Locked = () => (
  <main className="alone">
    <Empty title="This console is locked">
      Open it by the whole address that was printed when the hub started; the key at its end is made anew at each start.
    </Empty>
  </main>
);

const NoTenant = () => (
  <main className="alone">
    <Empty title="There is no tenant yet">
      Make one with <code>npm run plumbline -- tenants create NAME</code>.
    </Empty>
  </main>
);
