/** How many people answered 9–10, 7–8 and 0–6 on the scale from 0 to 10. */
export interface EnpsCounts {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
}

/** −100 to 100, with its standard error in the same points. */
export interface EnpsScore {
  readonly score: number;
  readonly standardErrorPoints: number;
}

export function countEnps(answers: readonly number[]): EnpsCounts {
  const promoters = answers.filter((answer) => answer >= 9).length;
  const detractors = answers.filter((answer) => answer <= 6).length;
  return { promoters, passives: answers.length - promoters - detractors, detractors };
}

/** The employee net promoter score: share of promoters minus share of detractors; undefined when nobody answered. */
export function scoreEnps({ promoters, passives, detractors }: EnpsCounts): EnpsScore | undefined {
  const answers = promoters + passives + detractors;
  if (answers === 0) return undefined;

  const balance = (promoters - detractors) / answers;
  const variance = (promoters + detractors) / answers - balance ** 2;
  return { score: 100 * balance, standardErrorPoints: 100 * Math.sqrt(variance / answers) };
}
