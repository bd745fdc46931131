import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { TransientError } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import { bytes, firstRow, rows, type Tx } from '../database/rows.js';
import { Envelope } from '../files/envelope.js';
import { currentPolicy } from '../policy/policy.js';
import { type GateRequest, type Published, type Release, release } from './gate.js';
import { releaseView, type ReleaseView } from './release-view.js';
import { effectiveThresholds, thresholds } from './thresholds.js';

/** What is asked of the ledger: one survey, grouped by one field or not at all. */
export type Asked = Omit<GateRequest, 'thresholds' | 'policyVersion' | 'takenAt' | 'published'> & {
  readonly cycleId: string;
  readonly smallestGroup: number | null;
  /** Which versions of which answers are asked about. The first release of a survey fixes them for all later ones. */
  readonly frozen: unknown;
};

export interface Answered {
  readonly id: string;
  readonly view: ReleaseView;
  /** Whether it was let out just now; an earlier answer is given again as it was, whatever has come in since. */
  readonly isNew: boolean;
}

/** Every figure that ever left, by whom it was about. One for the tenant: readers talk to each other. */
@Injectable()
export class PrivacyLedger {
  constructor(private readonly envelope: Envelope) {}

  /** Answers from the ledger where this was asked before under the same thresholds; else lets it through the gate and writes it down. */
  async answer(tx: Tx, tenantId: string, asked: Asked): Promise<Answered> {
    // Two questions about one survey are judged one after the other, or each would be judged without the other.
    const cycle = await firstRow(
      tx,
      z.object({ launched: thresholds.nullable(), frozen: bytes.nullable() }),
      'select thresholds as launched, frozen from cycle where id = $1 for update',
      [asked.cycleId],
    );
    if (cycle === undefined) throw new Error(`there is no cycle ${asked.cycleId}`);
    if (cycle.frozen !== null && !isDeepStrictEqual(this.envelope.open(tenantId, cycle.frozen), asked.frozen)) {
      throw new TransientError('something of this survey was let out a moment ago, from other answers than were read here; ask again');
    }
    const policy = await currentPolicy(tx);
    const effective = effectiveThresholds(policy.privacy, asked.smallestGroup, cycle.launched);
    // Answers corrected, withdrawn or come in later would show by subtraction: from the first release on, the survey is what it was.
    await tx.query('update cycle set thresholds = $2, frozen = coalesce(frozen, $3) where id = $1', [
      asked.cycleId,
      JSON.stringify(effective),
      this.envelope.seal(tenantId, asked.frozen),
    ]);

    const name = `${asked.field ?? 'everybody'} · ${effective.kScores}/${effective.kComments}`;
    const before = await firstRow(
      tx,
      z.object({ id: z.uuid(), body: bytes }),
      `select id, body from release where cycle_id = $1 and kind = 'scores' and asked = $2`,
      [asked.cycleId, name],
    );
    if (before) return { id: before.id, view: releaseView.parse(this.envelope.open(tenantId, before.body)), isNew: false };

    const passed = release({
      ...asked,
      thresholds: effective,
      policyVersion: policy.version,
      takenAt: new Date().toISOString(),
      published: await this.#published(tx, tenantId, asked.cycleId),
    });
    const id = await this.#write(tx, tenantId, asked.cycleId, name, passed.release, passed.published);
    return { id, view: releaseView.parse(passed.release), isNew: true };
  }

  async #published(tx: Tx, tenantId: string, cycleId: string): Promise<Published[]> {
    const known = await rows(
      tx,
      z.object({ measure: z.string(), members: bytes }),
      'select measure, members from privacy_ledger where cycle_id = $1',
      [cycleId],
    );
    return known.map(({ measure, members }) => ({
      measure,
      members: new Set(z.array(z.string()).parse(this.envelope.open(tenantId, members))),
    }));
  }

  async #write(
    tx: Tx,
    tenantId: string,
    cycleId: string,
    asked: string,
    released: Release,
    published: readonly Published[],
  ): Promise<string> {
    const id = randomUUID();
    const groups = [released.everybody, ...released.groups];
    const shown = groups.filter(({ visibility }) => visibility === 'shown').length;
    const hidden = groups.filter(({ visibility }) => visibility === 'withheld').length;
    await tx.query(
      `insert into release (tenant_id, id, cycle_id, kind, asked, body, slices_shown, slices_hidden, policy_version, trace_id)
       values ($1, $2, $3, 'scores', $4, $5, $6, $7, $8, current_setting('app.trace_id')::uuid)`,
      [tenantId, id, cycleId, asked, this.envelope.seal(tenantId, released), shown, hidden, released.policyVersion],
    );
    await tx.query(
      `insert into privacy_ledger (tenant_id, release_id, position, cycle_id, measure, members)
       select $1, $2, l.position, $3, l.measure, l.members from unnest($4::int[], $5::text[], $6::bytea[]) as l(position, measure, members)`,
      [
        tenantId,
        id,
        cycleId,
        published.map((_one, position) => position),
        published.map(({ measure }) => measure),
        published.map(({ members }) => this.envelope.seal(tenantId, [...members])),
      ],
    );
    await recordAudit(tx, { event: 'release.written', subject: `release:${id}`, details: { shown, hidden } });
    return id;
  }
}
