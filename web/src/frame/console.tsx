import { type ComponentType, type ReactNode, useEffect } from 'react';
import { Refused, type Tenant } from '../api/client';
import { session, tenants } from '../api/questions';
import { useAnswer, valueOf } from '../api/use-answer';
import { Cases } from '../cases/cases';
import { Findings } from '../findings/findings';
import { Outbox } from '../outbox/outbox';
import { Overview } from '../overview/overview';
import { Quarantine } from '../quarantine/quarantine';
import { Reconciliation } from '../reconciliation/reconciliation';
import { spelled } from '../pictures/figures';
import { Runs } from '../runs/runs';
import { go, pathOf, type Section, usePlace } from './address';
import { Said } from './said';
import { Link } from './link';
import { Empty, HeadingLevel, Shown, Trouble } from './shown';
import { Sidebar } from './sidebar';
import { Typed, TypedFirst } from './typed';

const pages: Readonly<Record<Section, ComponentType<{ tenant: string; one: string | undefined }>>> = {
  overview: Overview,
  runs: Runs,
  quarantine: Quarantine,
  findings: Findings,
  cases: Cases,
  outbox: Outbox,
  reconciliation: Reconciliation,
};

const whoAndWhere = async () => {
  const [{ actor, typedFirst }, all] = await Promise.all([session(), tenants()]);
  return { actor, typedFirst, tenants: all };
};

/** The console: whose data, which section, and the section itself. */
export function Console() {
  const { answer } = useAnswer(whoAndWhere, 'who and where');
  const known = valueOf(answer);
  const place = usePlace();
  const tenant = known?.tenants.find(({ slug }) => slug === place.tenant);
  useStart(known?.tenants, place.tenant);
  useTitle(place.unknown === undefined && (tenant !== undefined || place.tenant === undefined) ? spelled(place.section) : 'No such page');

  if (answer.failure?.thrown instanceof Refused && answer.failure.thrown.status === 401) return <Locked />;
  if (known === undefined)
    return (
      <main className="alone">
        <Shown answer={answer}>{() => null}</Shown>
      </main>
    );
  if (known.tenants.length === 0)
    return (
      <TypedFirst value={known.typedFirst}>
        <NoTenant />
      </TypedFirst>
    );
  const Page = pages[place.section];
  return (
    <TypedFirst value={known.typedFirst}>
      <Said>
        <a className="skip" href="#page">
          Skip to the page
        </a>
        <div className="frame">
          <Sidebar tenants={known.tenants} tenant={tenant} section={place.section} actor={known.actor.id} />
          <main id="page" tabIndex={-1}>
            {tenant === undefined ? (
              <>
                <Trouble answer={answer} />
                {place.tenant !== undefined && <UnknownTenant name={place.tenant} known={known.tenants} />}
              </>
            ) : place.unknown !== undefined ? (
              <UnknownPage name={place.unknown} tenant={tenant.slug} />
            ) : (
              <Page key={tenant.slug} tenant={tenant.slug} one={place.one} />
            )}
          </main>
        </div>
      </Said>
    </TypedFirst>
  );
}

/** The browser's tab and history say which page it is. */
function useTitle(page: string): void {
  useEffect(() => {
    document.title = `${page} · Plumbline`;
  }, [page]);
}

/** An address without a tenant becomes the first one's. One that names a tenant is never answered with another's data. */
function useStart(known: readonly Tenant[] | undefined, named: string | undefined): void {
  const first = known?.[0]?.slug;
  useEffect(() => {
    if (first !== undefined && named === undefined) go(pathOf(first, 'overview'), { instead: true });
  }, [first, named]);
}

/** A page that is nothing else. */
const Whole = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <HeadingLevel value="h1">
    <Empty title={title}>{children}</Empty>
  </HeadingLevel>
);

const UnknownTenant = ({ name, known }: { readonly name: string; readonly known: readonly Tenant[] }) => (
  <Whole title={`There is no tenant ${name}`}>
    The address names one that this hub does not have. There is:{' '}
    {known.map(({ slug, organisation, environment }, position) => (
      <span key={slug}>
        {position > 0 && ', '}
        <Link to={pathOf(slug, 'overview')}>
          {organisation} · {environment}
        </Link>
      </span>
    ))}
  </Whole>
);

const UnknownPage = ({ name, tenant }: { readonly name: string; readonly tenant: string }) => (
  <Whole title={`There is no page ${name}`}>
    The address names one that this console does not have. Begin at the <Link to={pathOf(tenant, 'overview')}>overview</Link>.
  </Whole>
);

const Locked = () => (
  <main className="alone">
    <Whole title="This console is locked">
      Open it by the whole address that was printed when the hub started; the key at its end is made anew at each start.
    </Whole>
  </main>
);

const NoTenant = () => (
  <main className="alone">
    <Whole title="There is no tenant yet">
      Make one with <Typed command="tenants create NAME --organisation WHOSE" />.
    </Whole>
  </main>
);
