import { useSyncExternalStore } from 'react';

export const sections = ['overview', 'runs', 'quarantine', 'findings', 'cases', 'outbox', 'reconciliation'] as const;
export type Section = (typeof sections)[number];

/** Where somebody is: in the address, so that it can be kept, sent and gone back to. */
export interface Place {
  readonly tenant: string | undefined;
  readonly section: Section;
  /** What the address names in the place of a section, where there is none of that name. */
  readonly unknown: string | undefined;
  /** The one case or finding that is looked at. */
  readonly one: string | undefined;
}

const MOVED = 'plumbline:moved';

export function usePlace(): Place {
  const path = useSyncExternalStore(watchAddress, () => window.location.pathname);
  return placeOf(path);
}

export const pathOf = (tenant: string, section: Section, one?: string): string =>
  `/${tenant}/${section}${one === undefined ? '' : `/${one}`}`;

/** What of a section is shown, as its address says: a filter, and how much of it. */
export const useQuery = (): string => useSyncExternalStore(watchAddress, () => window.location.search);

/** Another place of the same section, where as much of it is shown as here. */
export const alike = (path: string): string => `${path}${window.location.search}`;

/** Shows something else of the section one is in. */
export function show(query: Readonly<Record<string, string>>, how: { instead?: boolean } = {}): void {
  const words = new URLSearchParams(query).toString();
  go(`${window.location.pathname}${words === '' ? '' : `?${words}`}`, how);
}

export function go(path: string, { instead = false }: { instead?: boolean } = {}): void {
  if (instead) window.history.replaceState(null, '', path);
  else window.history.pushState(null, '', path);
  window.dispatchEvent(new Event(MOVED));
}

function placeOf(path: string): Place {
  const [tenant, wanted, one] = path.split('/').filter((part) => part !== '');
  const section = sections.find((known) => known === wanted);
  return { tenant, section: section ?? 'overview', unknown: section === undefined ? wanted : undefined, one };
}

function watchAddress(changed: () => void): () => void {
  window.addEventListener('popstate', changed);
  window.addEventListener(MOVED, changed);
  return () => {
    window.removeEventListener('popstate', changed);
    window.removeEventListener(MOVED, changed);
  };
}
