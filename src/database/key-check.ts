import type { Client } from 'pg';

/** A keyed check value for each of the hub's keys, by name. It tells a wrong key from the right one, and nobody the key. */
export type KeyChecks = ReadonlyMap<string, Buffer>;

/** What the database remembers of the keys it was sealed with: nothing before its first start, when nothing is sealed. */
export async function rememberedKeys(owner: Client): Promise<KeyChecks> {
  const { rows } = await owner.query<{ there: boolean }>(`select to_regclass('key_check') is not null as there`);
  if (rows[0]?.there !== true) return new Map();
  const kept = await owner.query<{ name: string; value: Buffer }>('select name, value from key_check');
  return new Map(kept.rows.map(({ name, value }) => [name, value]));
}

/** Remembers keys that are new: all at the first start, later those of a rotation. One that is remembered never changes. */
export async function rememberKeys(owner: Client, checks: KeyChecks): Promise<void> {
  await owner.query('insert into key_check (name, value) select * from unnest($1::text[], $2::bytea[]) on conflict do nothing', [
    [...checks.keys()],
    [...checks.values()],
  ]);
}
