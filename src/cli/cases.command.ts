import type { Command } from 'commander';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { inPlainWords } from '../../connectors/kit/plain-words.js';
import { typed } from '../config/typed.js';
import type { CaseSummary } from '../review/case-summary.js';
import { CarryOut } from '../review/carry-out.js';
import { type DecisionRequest, decisionRequest, type Followed } from '../review/decision.js';
import type { DecisionTaken } from '../review/decisions-on.js';
import { type OneCase, ReviewService } from '../review/review.service.js';
import { type Answer, anId, atTheDesk, common, type CommonOptions, inWords, table } from './command.js';
import { findingLines } from './finding-lines.js';

export function casesCommand(program: Command): void {
  const group = program.command('cases').description('what waits for a person');

  common(group.command('list'))
    .option('--all', 'also what was decided')
    .action((options: CommonOptions & { all?: boolean }) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const cases = await app.get(ReviewService, { strict: false }).cases(tenantId, actor, options.all === true ? undefined : 'open');
        return {
          json: { cases },
          lines: cases.length === 0 ? ['nothing waits'] : caseLines(cases, new Date()),
          code: cases.some(({ state }) => state === 'open') ? 3 : 0,
        };
      }),
    );

  common(group.command('show'))
    .argument('<case>', 'its id', anId)
    .description('what a case is about, what it rests on, and what was decided on it, by whom and why')
    .action((caseId: string, options: CommonOptions) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const found = await app.get(ReviewService, { strict: false }).oneCase(tenantId, actor, caseId);
        if (found === undefined) throw new AskedWronglyError(`there is no case ${caseId}; see them with: ${typed('cases list --all')}`);
        const { finding, rating, decisions } = found;
        const { kind, subject, role, state, decidedBefore: before } = found.case;
        const lines = [
          `${kind} for ${role}, ${state}`,
          ...(finding === null ? [`about ${subject}`] : findingLines(finding)),
          ...ratingLines(rating, finding),
          ...(before === null ? [] : [`decided before, on other evidence: ${beforeInWords(before)}`]),
          ...decisions.map((one) => `${beforeInWords(one)} by ${one.by}: ${one.reason}`),
        ];
        return { json: found, lines };
      }),
    );

  common(group.command('decide'))
    .argument('<case>', 'its id', anId)
    .argument('<decision>', decisionRequest.shape.decision.options.join(', '))
    .description('approve, edit, reject, override or return a case, with a reason; the finding is kept with it as it stands')
    .requiredOption('--reason <text>', 'why, in words', inWords)
    .option('--reason-code <code>', 'why, as a code', 'reviewed')
    .option('--set <field=value...>', 'with edit and override: what the proposal becomes, such as score=4')
    .action((caseId: string, decision: string, options: CommonOptions & { reason: string; reasonCode: string; set?: string[] }) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const request = requestOf({ ...options, decision });
        const decided = await app.get(ReviewService, { strict: false }).decide(tenantId, actor, caseId, request);
        return { json: decided, ...told(`${decision}: recorded as decision ${decided.decisionId}`, decided) };
      }),
    );

  common(group.command('carry-out'))
    .description('plan what a decision leads to, where there was nowhere to write to when it was made')
    .argument('<case>', 'its id', anId)
    .action((caseId: string, options: CommonOptions) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const followed = await app.get(CarryOut, { strict: false }).carryOut(tenantId, actor, caseId);
        return { json: { case: caseId, ...followed }, ...told(`case ${caseId}`, followed) };
      }),
    );
}

/** What became of a decision: planned, and then somebody looks at it before it is sent; or nothing, and why. */
function told(first: string, { messages, notice }: Followed): Pick<Answer, 'lines' | 'code'> {
  if (notice !== null) return { lines: [first, notice], code: 3 };
  if (messages.length === 0) return { lines: [first] };
  return { lines: [first, `${messages.length} planned for the sources; look at them with: ${typed('outbox list')}`], code: 3 };
}

/** What each is about, for how long it has waited, and until when it should not have. */
export const caseLines = (cases: readonly CaseSummary[], now: Date): string[] =>
  table([
    ['case', 'what', 'about', 'cycle', 'for', 'state', 'age', 'due'],
    ...cases.map(({ id, title, about, cycle, role, state, openedAt, dueAt }) => [
      id,
      title,
      shortened(about ?? ''),
      cycle ?? '',
      role,
      state === 'open' && dueAt < now ? 'overdue' : state,
      `${Math.floor((now.getTime() - openedAt.getTime()) / DAY_MS)} d`,
      dueAt.toISOString().slice(0, 10),
    ]),
  ]);

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST = 60;
const shortened = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`);

/** What an approval would let stand. Where it is another by now, an approval is refused: whoever decides is to know that before. */
export function ratingLines(rating: OneCase['rating'], finding: OneCase['finding']): string[] {
  const { score, cycleKey } = finding?.body.facts ?? {};
  if (rating === null) return score === undefined ? [] : [`the rating when this was found: ${score}`];
  if (rating.found === rating.now) return rating.now === null ? [] : [`the rating that stands: ${rating.now}`];
  const [then, now] = [rating.found, rating.now].map((one) => one ?? 'not known as one');
  return [
    `the rating when this was found: ${then}; now: ${now}. It can be rejected or returned; to decide otherwise, run calibration again and decide on what that finds: ${typed(`calibration run --cycle ${cycleKey ?? 'CYCLE'}`)}`,
  ];
}

const beforeInWords = ({ decision, edited, decidedAt }: Pick<DecisionTaken, 'decision' | 'edited' | 'decidedAt'>): string =>
  [
    decision,
    ...Object.entries(edited ?? {}).map(([field, value]) => `${field}=${String(value)}`),
    decidedAt.toISOString().slice(0, 10),
  ].join(' ');

interface Typed {
  readonly decision: string;
  readonly reason: string;
  readonly reasonCode: string;
  readonly set?: readonly string[];
}

/** A decision as it was typed. @throws AskedWronglyError naming what is wrong of it. */
export function requestOf({ set, ...typed }: Typed): DecisionRequest {
  const request = { ...typed, ...(set === undefined ? {} : { edited: edited(set) }) };
  const { success, data, error } = decisionRequest.safeParse(request, { error: inPlainWords });
  if (success) return data;
  throw new AskedWronglyError(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}

/** What was typed as field=value; a number where it reads as one. */
function edited(typed: readonly string[]): Record<string, string | number> {
  return Object.fromEntries(
    typed.map((one) => {
      const [field = '', ...rest] = one.split('=');
      const value = rest.join('=');
      if (field === '' || rest.length === 0)
        throw new AskedWronglyError(`${one} does not say what becomes of which field; write field=value`);
      return [field, value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value];
    }),
  );
}
