import { z } from 'zod';
import { type TeamPlan, tracksWorkInJira } from './organisation.js';
import type { Person } from './people.js';
import { randomFrom } from './random.js';
import { contradictedClaim, type Review } from './reviews.js';
import type { Wave } from './survey.js';

/** The incidents that are there to be caught. */
export const planted = z.object({
  smallTeam: z.object({
    waveId: z.string(),
    department: z.string(),
    team: z.string(),
    respondents: z.int(),
    /** The team that has to be hidden with it, so that the small one cannot be had by subtraction. */
    sibling: z.string(),
    siblingRespondents: z.int(),
  }),
  contradictedClaim,
  lenientManager: z.object({ personId: z.string(), reports: z.int(), mean: z.number(), poolMean: z.number() }),
  /** The BambooHR employee whose raw record does not fit. */
  rejectedRecord: z.object({ personId: z.string(), field: z.literal('hireDate'), value: z.string() }),
  /** The BambooHR field that stops coming. */
  permissionLoss: z.object({ field: z.literal('jobInformationLocation') }),
  /** Three different people whose write-backs are to be disturbed: changed at the vendor after the preview, answer lost after it landed, answer lost before. */
  changedAfterPreview: z.object({ personId: z.string() }),
  answerLostAfter: z.object({ personId: z.string() }),
  answerLostBefore: z.object({ personId: z.string() }),
});
export type Planted = z.infer<typeof planted>;

export function castPlants({
  seed,
  teams,
  people,
  waves,
  reviews,
  lenientId,
  contradictedClaim: claim,
}: {
  seed: number;
  teams: readonly TeamPlan[];
  people: readonly Person[];
  waves: readonly Wave[];
  reviews: readonly Review[];
  lenientId: string;
  contradictedClaim: Planted['contradictedClaim'];
}): Planted {
  const random = randomFrom(seed, 'plants');
  const others = reviews.filter(({ reviewerId, id, rating }) => reviewerId !== lenientId && id !== claim.reviewId && rating.score === 3);
  const [changed, after, before] = random.shuffled(others).map(({ subjectId }) => ({ personId: subjectId }));
  if (changed === undefined || after === undefined || before === undefined) throw new Error('too few reviews to disturb');
  return {
    smallTeam: smallTeam(teams, waves),
    contradictedClaim: claim,
    lenientManager: lenientManager(reviews, lenientId),
    rejectedRecord: { personId: newcomer(teams, people), field: 'hireDate', value: 'not a date' },
    permissionLoss: { field: 'jobInformationLocation' },
    changedAfterPreview: changed,
    answerLostAfter: after,
    answerLostBefore: before,
  };
}

function smallTeam(teams: readonly TeamPlan[], waves: readonly Wave[]): Planted['smallTeam'] {
  const small = teams.find(({ part }) => part === 'small');
  const sibling = teams.find(({ part }) => part === 'sibling');
  const latest = waves.at(-1);
  if (small === undefined || sibling === undefined || latest === undefined) throw new Error('the plan has no small team');
  const respondents = (team: string) => latest.responses.filter(({ demographics }) => demographics.team === team).length;
  return {
    waveId: latest.id,
    department: small.department,
    team: small.name,
    respondents: respondents(small.name),
    sibling: sibling.name,
    siblingRespondents: respondents(sibling.name),
  };
}

function lenientManager(reviews: readonly Review[], personId: string): Planted['lenientManager'] {
  const mean = (some: readonly Review[]) => some.reduce((sum, { rating }) => sum + rating.score, 0) / some.length;
  const own = reviews.filter(({ reviewerId }) => reviewerId === personId);
  return { personId, reports: own.length, mean: mean(own), poolMean: mean(reviews.filter(({ reviewerId }) => reviewerId !== personId)) };
}

/** Whoever joined last, outside Jira: neither survey nor review nor goal hangs on that record. */
function newcomer(teams: readonly TeamPlan[], people: readonly Person[]): string {
  const team = teams.find(({ part, craft }) => part === 'newcomer' && !tracksWorkInJira(craft))?.name;
  const latest = people.filter((one) => one.team === team).toSorted((a, b) => (a.hiredOn < b.hiredOn ? 1 : -1))[0];
  if (latest === undefined) throw new Error('nobody joined lately');
  return latest.id;
}
