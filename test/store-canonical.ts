import { type Canonical, type KindName, kinds } from '../mappings/canonical/kinds.js';
import type { Envelope } from '../src/files/envelope.js';
import { ensureCycles } from '../src/records/cycles.js';
import { storeRecords } from '../src/records/store-records.js';
import { anActor, type TestDatabase } from './database.js';

/** Stores records as a mapping would have made them, by key, whatever source they would be of; one that is undefined is taken back. */
export async function storeCanonical<Name extends KindName>(
  { tenancy }: TestDatabase,
  envelope: Envelope,
  { tenantId, connectionId }: { readonly tenantId: string; readonly connectionId: string },
  kind: Name,
  byKey: Readonly<Record<string, unknown>>,
): Promise<void> {
  // The schema and the index of that very kind; the compiler only sees the union of all.
  const { schema, index } = kinds[kind] as unknown as {
    schema: { parse(value: unknown): Canonical<Name> };
    index: (record: Canonical<Name>) => ReturnType<(typeof kinds)['person']['index']>;
  };
  const mapped = Object.entries(byKey).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const record = schema.parse(value);
    return [{ kind, part: '', record, index: index(record), key, mapping: 'test' }];
  });
  await tenancy.inTenant(tenantId, anActor(), async (tx) => {
    const cycles = await ensureCycles(tx, tenantId, mapped);
    await storeRecords(tx, { tenantId, connectionId, stream: kind, envelope, cycles }, mapped, Object.keys(byKey));
  });
}
