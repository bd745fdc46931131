import { AmbiguousWriteError } from '../../connectors/kit/errors.js';
import type { aTenantWriting } from '../a-tenant-writing.js';

type TenantWriting = Awaited<ReturnType<typeof aTenantWriting>>;

/** A message of which the source could not tell whether it landed. */
export async function aParkedMessage(tenant: TenantWriting): Promise<string> {
  const id = await tenant.approved('1', '4');
  tenant.held.find = async () => ({ seen: 'cannot-tell' });
  tenant.held.onApply = async () => {
    tenant.held.onApply = async (_employeeId, apply) => apply();
    throw new AmbiguousWriteError('the source did not answer');
  };
  await tenant.deliver();
  tenant.held.find = undefined;
  return id;
}

/** A message whose field somebody changed after it was looked at. */
export async function aConflict(tenant: TenantWriting): Promise<string> {
  const id = await tenant.approved('1', '4');
  tenant.held.rating.set('1', '2');
  await tenant.deliver();
  return id;
}
