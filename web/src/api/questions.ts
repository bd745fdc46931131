import { answered, api, type Message } from './client';

/** What the console asks the hub, each with the tenant it asks about. */
const about = (tenant: string) => ({ params: { path: { tenant } } });

export const tenants = () => answered(api.GET('/api/tenants')).then((answer) => answer.tenants);
export const session = () => answered(api.GET('/api/session')).then((answer) => answer.actor);
export const runs = (tenant: string) => answered(api.GET('/api/tenants/{tenant}/runs', about(tenant))).then((answer) => answer.runs);
export const streams = (tenant: string) =>
  answered(api.GET('/api/tenants/{tenant}/streams', about(tenant))).then((answer) => answer.streams);
export const quarantine = (tenant: string) =>
  answered(api.GET('/api/tenants/{tenant}/quarantine', about(tenant))).then((answer) => answer.quarantined);
export const findings = (tenant: string) =>
  answered(api.GET('/api/tenants/{tenant}/findings', about(tenant))).then((answer) => answer.findings);
export const cases = (tenant: string) => answered(api.GET('/api/tenants/{tenant}/cases', about(tenant))).then((answer) => answer.cases);
/** Messages, page after page, as many pages as somebody asked for; and how many there are in each state, shown or not. */
export async function messages(tenant: string, { state, pages = 1 }: { state?: Message['state']; pages?: number } = {}) {
  const shown: Message[] = [];
  for (let cursor: string | null | undefined, page = 1; ; page += 1) {
    const query = { ...(state === undefined ? {} : { state }), ...(cursor == null ? {} : { cursor }) };
    const answer = await answered(api.GET('/api/tenants/{tenant}/outbox', { params: { path: { tenant }, query } }));
    shown.push(...answer.messages);
    cursor = answer.next;
    if (cursor === null || page >= pages)
      return { shown, counts: new Map(answer.counts.map((one) => [one.state, one.count])), hasMore: cursor !== null };
  }
}
export const connections = (tenant: string) =>
  answered(api.GET('/api/tenants/{tenant}/connections', about(tenant))).then((answer) => answer.connections);
export const reconciliation = (tenant: string) =>
  answered(api.GET('/api/tenants/{tenant}/reconciliation', about(tenant))).then((answer) => answer.report);
