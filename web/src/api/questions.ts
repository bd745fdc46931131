import { answered, api, type Case, type Message, type ReportRow, type StreamRun } from './client';
import { type Asked, pagesOf } from './pages';

/** What the console asks the hub, each with the tenant it asks about. */
const about = (tenant: string) => ({ params: { path: { tenant } } });

export const tenants = () => answered(api.GET('/api/tenants')).then((answer) => answer.tenants);
export const session = () => answered(api.GET('/api/session'));
export const streams = (tenant: string) =>
  answered(api.GET('/api/tenants/{tenant}/streams', about(tenant))).then((answer) => answer.streams);
export const connections = (tenant: string) =>
  answered(api.GET('/api/tenants/{tenant}/connections', about(tenant))).then((answer) => answer.connections);

/** Lists: some pages of the rows that are asked for, and how many there are of everything. */
export const runs = (tenant: string, filter: { state?: StreamRun['state'] }, pages: number) =>
  pagesOf(
    (asked) => answered(api.GET('/api/tenants/{tenant}/runs', { params: { path: { tenant }, query: { ...filter, ...asked } } })),
    (answer) => answer.runs,
    pages,
  );
export const quarantine = (tenant: string, pages: number) =>
  pagesOf(
    (asked) => answered(api.GET('/api/tenants/{tenant}/quarantine', { params: { path: { tenant }, query: asked } })),
    (answer) => answer.quarantined,
    pages,
  );
export const findings = (tenant: string, filter: { kind?: string; holds: 'yes' | 'no' }, pages: number) =>
  pagesOf(
    (asked) => answered(api.GET('/api/tenants/{tenant}/findings', { params: { path: { tenant }, query: { ...filter, ...asked } } })),
    (answer) => answer.findings,
    pages,
  );
export const cases = (tenant: string, filter: { state?: Case['state']; kind?: string }, pages: number) =>
  pagesOf(
    (asked) => answered(api.GET('/api/tenants/{tenant}/cases', { params: { path: { tenant }, query: { ...filter, ...asked } } })),
    (answer) => answer.cases,
    pages,
  );
export const messages = (tenant: string, filter: { state?: Message['state'] }, pages: number) =>
  pagesOf(
    (asked) => answered(api.GET('/api/tenants/{tenant}/outbox', { params: { path: { tenant }, query: { ...filter, ...asked } } })),
    (answer) => answer.messages,
    pages,
  );
export const reconciliation = (tenant: string, filter: { status?: ReportRow['status'] }, pages: number) =>
  pagesOf(
    (asked) => answered(api.GET('/api/tenants/{tenant}/reconciliation', { params: { path: { tenant }, query: { ...filter, ...asked } } })),
    (answer) => answer.report?.rows ?? [],
    pages,
  );

/** One of them by its id, wherever it stands in its list. */
export const oneCase = (tenant: string, id: string) =>
  answered(api.GET('/api/tenants/{tenant}/cases/{id}', { params: { path: { tenant, id } } }));
export const oneFinding = (tenant: string, id: string) =>
  answered(api.GET('/api/tenants/{tenant}/findings/{id}', { params: { path: { tenant, id } } })).then((answer) => answer.finding);

/** How many there are, for whoever looks at none of them. */
const NONE_OF_THEM: Asked = { limit: 1 };
export async function figures(tenant: string) {
  const query = { params: { path: { tenant }, query: NONE_OF_THEM } };
  const [waiting, sent, { report }] = await Promise.all([
    answered(api.GET('/api/tenants/{tenant}/cases', query)),
    answered(api.GET('/api/tenants/{tenant}/outbox', query)),
    answered(api.GET('/api/tenants/{tenant}/reconciliation', query)),
  ]);
  return { cases: waiting.counts, messages: sent.counts, report };
}
