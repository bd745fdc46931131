import { answered, api } from './client';

/** What the console asks the hub, each with the tenant it asks about. */
const about = (tenant: string) => ({ params: { path: { tenant } } });

export const tenants = () => answered(api.GET('/api/tenants')).then((answer) => answer.tenants);
export const session = () => answered(api.GET('/api/session')).then((answer) => answer.actor);
export const runs = (tenant: string) => answered(api.GET('/api/tenants/{tenant}/runs', about(tenant))).then((answer) => answer.runs);
export const quarantine = (tenant: string) =>
  answered(api.GET('/api/tenants/{tenant}/quarantine', about(tenant))).then((answer) => answer.quarantined);
export const findings = (tenant: string) =>
  answered(api.GET('/api/tenants/{tenant}/findings', about(tenant))).then((answer) => answer.findings);
export const cases = (tenant: string) => answered(api.GET('/api/tenants/{tenant}/cases', about(tenant))).then((answer) => answer.cases);
export const messages = (tenant: string) =>
  answered(api.GET('/api/tenants/{tenant}/outbox', about(tenant))).then((answer) => answer.messages);
export const connections = (tenant: string) =>
  answered(api.GET('/api/tenants/{tenant}/connections', about(tenant))).then((answer) => answer.connections);
export const reconciliation = (tenant: string) =>
  answered(api.GET('/api/tenants/{tenant}/reconciliation', about(tenant))).then((answer) => answer.report);
