import { Findings } from '../findings/findings.js';
import { ReviewService } from '../review/review.service.js';
import { service, type Stage } from './stage.js';

const REASONS = {
  approve: 'the evidence shown was looked at',
  edit: 'one rating is set a step lower than it was given',
  reject: 'one case of a kind is rejected',
} as const;

/** A rating that cannot be set lower. */
const LOWEST = 1;

/** How many cases of each kind the scripted reviewer takes on: enough to see every road a decision can go. */
const APPROVED_PER_KIND = 6;

export interface Decisions {
  readonly opened: number;
  readonly decided: number;
}

/** Opens a case for each finding and lets the scripted reviewer decide some: approve most, edit one rating, reject one of a kind. The rest waits, as it would. */
export async function decideCases(stage: Stage): Promise<Decisions> {
  const { tenantId, system, reviewer, narrator } = stage;
  const review = service(stage, ReviewService);
  const { opened } = await narrator.step(
    'opening a case for each finding',
    () => review.followFindings(tenantId, system),
    ({ opened: count }) => `${count} cases`,
  );
  const findings = new Map((await service(stage, Findings).list(tenantId, system)).map(({ id, body }) => [id, body]));
  const open = await review.cases(tenantId, reviewer, 'open');
  const chosen = [...Map.groupBy(open, ({ kind }) => kind).values()].flatMap((some) =>
    some.slice(0, APPROVED_PER_KIND + 1).map((one, position) => ({ ...one, position, shown: findings.get(one.findingId ?? '') })),
  );
  const edited = chosen.find(({ kind, shown }) => kind === 'review-claims' && Number(shown?.facts['score']) > LOWEST);
  await narrator.step(
    'the scripted reviewer decides',
    async () => {
      for (const { id, position, shown } of chosen) {
        const decision = id === edited?.id ? 'edit' : position === APPROVED_PER_KIND ? 'reject' : 'approve';
        const reason = `Scripted reviewer of the demonstration: ${REASONS[decision]}.`;
        const change = decision === 'edit' ? { edited: { score: Number(shown?.facts['score']) - 1 } } : {};
        const evidence = shown?.sentences.flatMap((sentence) => sentence.evidence) ?? [];
        await review.decide(tenantId, reviewer, id, { decision, reasonCode: 'demonstration', reason, ...change }, evidence);
      }
      return chosen.length;
    },
    (count) => `${count} decisions, each with its reason; ${open.length - count} cases wait for people`,
  );
  return { opened, decided: chosen.length };
}
