import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { firstRow, type Tx } from '../database/rows.js';
import type { Envelope } from '../files/envelope.js';
import { currentPolicy } from '../policy/policy.js';
import { type PublishedRelease, releasePublished } from './gate.js';
import type { PublishedFigure } from './release-view.js';

export interface PublishedSurvey {
  readonly cycleId: string;
  readonly surveyKey: string;
  /** Where the hub has them from. */
  readonly sources: readonly string[];
  readonly figures: readonly PublishedFigure[];
}

/** Writes down that figures were shown which somebody else has published: others than the last time are another release. */
export async function writePublished(
  tx: Tx,
  envelope: Envelope,
  tenantId: string,
  { cycleId, ...published }: PublishedSurvey,
): Promise<PublishedRelease> {
  const { version } = await currentPolicy(tx);
  const released = releasePublished({ ...published, policyVersion: version, takenAt: new Date().toISOString() });
  const asked = `published elsewhere · ${envelope.changeHash(published).toString('hex')}`;
  const id = randomUUID();
  const written = await firstRow(
    tx,
    z.object({ id: z.uuid() }),
    `insert into release (tenant_id, id, cycle_id, kind, asked, body, respondents, slices_shown, slices_hidden, policy_version, trace_id)
       values ($1, $2, $3, 'published', $4, $5, $6, $7, 0, $8, current_setting('app.trace_id')::uuid)
       on conflict (tenant_id, cycle_id, kind, asked) do nothing returning id`,
    [tenantId, id, cycleId, asked, envelope.seal(tenantId, released), envelope.seal(tenantId, []), published.figures.length, version],
  );
  if (written !== undefined)
    await recordAudit(tx, {
      event: 'release.written',
      subject: `release:${id}`,
      details: { shown: published.figures.length, hidden: 0 },
    });
  return released;
}
