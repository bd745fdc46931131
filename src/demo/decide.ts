import { Findings } from '../findings/findings.js';
import { ReviewService } from '../review/review.service.js';
import { service, type Stage } from './stage.js';

/** How many cases of each kind the scripted reviewer takes on: enough to see every road a decision can go. */
const APPROVED_PER_KIND = 6;

export interface Decisions {
  readonly opened: number;
  readonly decided: number;
}

/** Opens a case for each finding and lets the scripted reviewer decide some: approve, edit one rating, reject one. The rest waits, as it would. */
export async function decideCases(stage: Stage): Promise<Decisions> {
  const { tenantId, system, reviewer, narrator } = stage;
  const review = service(stage, ReviewService);
  const { opened } = await narrator.step(
    'opening a case for each finding',
    () => review.followFindings(tenantId, system),
    ({ opened: count }) => `${count} cases`,
  );
  const evidence = new Map(
    (await service(stage, Findings).list(tenantId, system)).map(({ id, body }) => [
      id,
      body.sentences.flatMap((sentence) => sentence.evidence),
    ]),
  );
  const open = await review.cases(tenantId, reviewer, 'open');
  const chosen = [...Map.groupBy(open, ({ kind }) => kind).values()].flatMap((some) =>
    some.slice(0, APPROVED_PER_KIND + 1).map((one, position) => ({ ...one, position })),
  );
  await narrator.step(
    'the scripted reviewer decides',
    async () => {
      for (const { id, findingId, position } of chosen) {
        const decision = position === APPROVED_PER_KIND ? 'reject' : 'approve';
        const reason =
          decision === 'approve'
            ? 'Scripted reviewer of the demonstration: the evidence shown was looked at.'
            : 'Scripted reviewer of the demonstration: one case of each kind is rejected.';
        await review.decide(tenantId, reviewer, id, { decision, reasonCode: 'demonstration', reason }, evidence.get(findingId ?? '') ?? []);
      }
      return chosen.length;
    },
    (count) => `${count} decisions, each with its reason; ${open.length - count} cases wait for people`,
  );
  return { opened, decided: chosen.length };
}
