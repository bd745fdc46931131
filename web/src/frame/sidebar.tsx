import { useEffect, useRef } from 'react';
import type { Tenant } from '../api/client';
import { spelled } from '../pictures/figures';
import { go, pathOf, type Section, sections } from './address';
import { Link } from './link';

interface Beside {
  readonly tenants: readonly Tenant[];
  readonly tenant: Tenant | undefined;
  readonly section: Section;
  readonly actor: string;
}

/** Whose data this is, and where one can go; the bob hangs beside where one is. */
export const Sidebar = ({ tenants, tenant, section, actor }: Beside) => (
  <aside className="sidebar">
    <p className="brand">
      <svg viewBox="0 0 20 28" aria-hidden="true">
        <path d="M10 0v12" />
        <path className="bob" d="M4 12h12l-2.4 7L10 28l-3.6-9z" />
      </svg>
      Plumbline
    </p>
    <label className="tenant">
      <span>
        Tenant
        {tenant !== undefined && (
          <span className="environment" data-environment={tenant.environment}>
            {tenant.environment}
          </span>
        )}
      </span>
      <select value={tenant?.slug ?? ''} onChange={(change) => go(pathOf(change.target.value, section))}>
        {tenant === undefined && (
          <option value="" disabled>
            choose one
          </option>
        )}
        {tenants.map(({ slug, organisation, environment }) => (
          <option key={slug} value={slug}>
            {organisation} · {environment}
          </option>
        ))}
      </select>
    </label>
    {tenant !== undefined && <Sections of={tenant.slug} current={section} />}
    <p className="actor">
      signed in as <b>{actor}</b>
    </p>
  </aside>
);

/** On a narrow screen the sections are a row that scrolls: where one is stays in sight. */
function Sections({ of, current }: { readonly of: string; readonly current: Section }) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    void list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [of, current]);
  return (
    <nav aria-label="Sections">
      <ul ref={list}>
        {sections.map((one) => (
          <li key={one}>
            <Link to={pathOf(of, one)} current={one === current}>
              {spelled(one)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
