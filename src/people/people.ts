import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import type { Actor } from '../database/actor.js';
import { count, firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Records } from '../records/records.js';
import { placePeople } from './place-people.js';
import { recognise } from './recognise.js';

export interface Resolved {
  /** People seen for the first time. */
  readonly met: number;
  /** Records that now know whose they are. */
  readonly linked: number;
  /** Person records whose identifiers belong to more than one known person: somebody has to say who they are. */
  readonly ambiguous: readonly string[];
}

/** Who is who, by identifiers only; nothing is ever matched on a name. */
@Injectable()
export class People {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly records: Records,
  ) {}

  /** Recognises the people in new records, places them in the organisation, and links what is theirs. Finding nothing new, it changes nothing. */
  resolve(tenantId: string, actor: Actor): Promise<Resolved> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const { met, ambiguous } = await recognise(tx, tenantId, await this.records.unclaimed(tx, tenantId, 'person'));
      const linked = await linkRecords(tx);
      await placePeople(tx, tenantId, await this.records.unplacedEmployments(tx, tenantId));
      if (met + linked > 0)
        await recordAudit(tx, {
          event: 'people.resolved',
          subject: `tenant:${tenantId}`,
          details: { met, linked, ambiguous: ambiguous.length },
        });
      return { met, linked, ambiguous };
    });
  }

  /** The people something is about, by id, with the name the hub shows. */
  async names(tx: Tx, personIds: readonly string[]): Promise<Map<string, string>> {
    const found = await rows(
      tx,
      z.object({ id: z.uuid(), name: z.string() }),
      'select id, display_name as name from person where id = any ($1::uuid[])',
      [personIds],
    );
    return new Map(found.map(({ id, name }) => [id, name]));
  }

  /** One of a person's identifiers, as a source wants to hear it. */
  async identifier(tx: Tx, personId: string, kind: string): Promise<string | undefined> {
    const found = await firstRow(
      tx,
      z.object({ value: z.string() }),
      'select value from person_identifier where person_id = $1 and kind = $2 and current_date >= valid_from and current_date < valid_to order by valid_from desc limit 1',
      [personId, kind],
    );
    return found?.value;
  }
}

async function linkRecords(tx: Tx): Promise<number> {
  const linked = await firstRow(
    tx,
    z.object({ linked: count }),
    `with linked as (
       update record set person_id = known.person_id from person_identifier known
       where record.superseded_at is null and record.person_id is null and known.kind = record.subject_kind and known.value = record.subject_value
         and coalesce(record.occurred_on, current_date) >= known.valid_from and coalesce(record.occurred_on, current_date) < known.valid_to
       returning 1)
     select count(*) as linked from linked`,
  );
  return linked?.linked ?? 0;
}
