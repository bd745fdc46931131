import type { z } from 'zod';
import { employeesOf } from '../mappings/bamboohr/reference.js';
import type { KindName, kinds } from '../mappings/canonical/kinds.js';
import { Actions } from '../src/actions/actions.js';
import type { Envelope } from '../src/files/envelope.js';
import { Calibration } from '../src/findings/calibration.js';
import { Findings } from '../src/findings/findings.js';
import { ReviewedRatings } from '../src/findings/reviewed-rating.js';
import { Planner } from '../src/outbox/planner.js';
import { StillNewest } from '../src/outbox/still-newest.js';
import { People } from '../src/people/people.js';
import { approvePolicy } from '../src/policy/policy.js';
import { Records } from '../src/records/records.js';
import { CarryOut } from '../src/review/carry-out.js';
import { Consequences } from '../src/review/consequences.js';
import { aReviewService } from './a-review-service.js';
import { asRead } from './as-read.js';
import { aTenantReading } from './a-tenant-reading.js';
import { anActor, type TestDatabase } from './database.js';
import { storeCanonical } from './store-canonical.js';

type Fields<Name extends KindName> = Partial<z.input<(typeof kinds)[Name]['schema']>>;

/** Employees of the company that the connection `hr` reads. */
export const employee = employeesOf({ subdomain: 'acme' });
const CYCLE = '2026-H1';

/** What a record of each kind says where a test does not care: of employee 1, by employee 2. */
const usual = {
  person: (key: string) => ({
    displayName: `Noor Number${key}`,
    workEmail: null,
    hiredOn: '2020-01-01',
    employment: 'active',
    identifiers: [employee(key)],
  }),
  employment: () => ({
    person: employee('1'),
    effectiveOn: '2020-01-01',
    endedOn: null,
    division: null,
    department: 'Platform',
    team: null,
    location: null,
    level: 'L3',
    jobTitle: null,
    manager: null,
  }),
  review: () => ({
    cycleKey: CYCLE,
    subject: employee('1'),
    reviewer: employee('2'),
    submittedOn: '2026-06-20',
    text: 'Noor closed 9 issues in the Atlas project in March 2026.',
  }),
  rating: () => ({
    cycleKey: CYCLE,
    subject: employee('1'),
    reviewer: employee('2'),
    ratedOn: '2026-06-20',
    score: 3,
    scale: { min: 1, max: 5 },
  }),
  'work-item': (key: string) => ({
    assignee: employee('1'),
    reference: key,
    project: 'Atlas',
    title: `Work on ${key}`,
    state: 'done',
    createdOn: '2026-02-01',
    resolvedOn: '2026-03-10',
    points: null,
    labels: [],
  }),
} as const;

/**
 * A tenant of two people in which employee 2 wrote of employee 1 what their four issues refute, and rated them 3;
 * its records come and change as the test says, whatever source they would be of.
 */
export async function aReviewedTenant(database: TestDatabase, envelope: Envelope) {
  const { tenancy, owner } = database;
  const { tenantId, connectionId } = await aTenantReading(database, envelope);
  const records = new Records(tenancy, envelope);
  const people = new People(tenancy, records);
  const findings = new Findings(tenancy, envelope);
  const consequences = new Consequences();
  const stillNewest = new StillNewest();
  new Actions(consequences, new ReviewedRatings(findings, records), new Planner(people, envelope), stillNewest).onModuleInit();
  const review = aReviewService(tenancy, envelope, consequences);
  await tenancy.inTenant(tenantId, anActor(), (tx) => approvePolicy(tx, tenantId, { targets: { 'rating-outcome': { connection: 'hr' } } }));

  /** Records as a mapping would have made them, by key; one that is undefined is taken back. */
  const arrive = async <Name extends keyof typeof usual>(kind: Name, byKey: Readonly<Record<string, Fields<Name> | undefined>>) => {
    const whole = Object.entries(byKey).map(([key, fields]) => [key, fields && { ...usual[kind](key), ...fields }]);
    await storeCanonical(database, envelope, { tenantId, connectionId }, kind, Object.fromEntries(whole));
    await people.resolve(tenantId, anActor());
  };
  await asRead(database, tenantId, connectionId);
  await arrive('person', { 1: {}, 2: {} });
  await arrive('review', { r1: {} });
  await arrive('rating', { r1: {} });
  await arrive('work-item', { 'ATL-1': {}, 'ATL-2': {}, 'ATL-3': {}, 'ATL-4': {} });

  return {
    tenantId,
    connectionId,
    arrive,
    records,
    findings,
    review,
    stillNewest,
    /** Calibrates through a tenancy of the test's own, where one is given. */
    calibrate: async (through = tenancy) => {
      await new Calibration(through, records, findings).run(tenantId, anActor(), CYCLE);
      return review.followFindings(tenantId, anActor());
    },
    calibration: new Calibration(tenancy, records, findings),
    /** What holds now, and what held, oldest first. */
    found: async () => {
      const all = (await findings.list(tenantId, anActor())).toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
      return {
        holding: all.filter(({ supersededAt }) => supersededAt === null),
        ended: all.filter(({ supersededAt }) => supersededAt !== null),
      };
    },
    carryOut: (caseId: string) => new CarryOut(tenancy, consequences, envelope).carryOut(tenantId, anActor(), caseId),
    cases: () => review.cases(tenantId, anActor()),
    audited: async (event: string) =>
      (
        await owner.query<{ subject: string; details: unknown }>(
          'select subject, details from audit_entry where tenant_id = $1 and event = $2 order by at',
          [tenantId, event],
        )
      ).rows,
    /** The changes planned so far. */
    planned: async () =>
      (await owner.query<{ change: Buffer }>('select change from outbox_message where tenant_id = $1 order by seq', [tenantId])).rows.map(
        ({ change }) => envelope.open(tenantId, change),
      ),
  };
}
