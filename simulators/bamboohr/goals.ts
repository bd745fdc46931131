import { z } from 'zod';
import type { Ledger } from '../kit/ledger.js';
import { type Handler, jsonBody } from '../kit/simulator.js';
import { refuse } from './answers.js';
import { zulu } from './clock.js';
import type { Company, Employee } from './company.js';

/** No list of goals is longer, and there is no second page (vendor sheet section 3.9). */
const mostGoals = 50;
/** A new goal's stamp is local time called UTC, as seen in recorded traffic (vendor sheet section 4.3). */
const stampBehindMs = 6 * 60 * 60_000;

const newGoal = z
  .object({
    title: z.string().min(1),
    dueDate: z.iso.date(),
    sharedWithEmployeeIds: z.array(z.int()),
    description: z
      .string()
      .nullish()
      .transform((description) => description ?? null),
    percentComplete: z.int().min(0).max(100).default(0),
    completionDate: z.iso
      .date()
      .nullish()
      .transform((date) => date ?? null),
    alignsWithOptionId: z
      .int()
      .nullish()
      .transform((id) => (id === undefined || id === null ? null : String(id))),
    milestones: z.array(z.object({ title: z.string() })).nullish(),
  })
  .refine(({ completionDate, percentComplete }) => completionDate === null || percentComplete === 100, {
    message: 'completionDate is for goals at 100 percent',
    path: ['completionDate'],
  });

interface Milestone {
  readonly id: number;
  readonly employeeGoalId: number;
  readonly title: string;
  readonly currentValue: null;
  readonly startValue: null;
  readonly endValue: null;
  readonly completedDateTime: null;
  readonly lastUpdateDateTime: string;
  readonly lastUpdateUserId: number;
}

interface Goal extends Omit<z.output<typeof newGoal>, 'milestones'> {
  readonly id: string;
  readonly lastChangedDateTime: string;
  readonly status: 'in_progress' | 'completed' | 'closed';
  readonly milestones?: readonly Milestone[];
  readonly actions?: { readonly canEditGoalProgressBar: boolean; readonly canEditGoalMilestoneProgressBar: boolean };
}

const filters: Readonly<Record<string, readonly Goal['status'][]>> = {
  'status-inProgress': ['in_progress'],
  'status-completed': ['completed'],
  'status-closed': ['closed'],
  'status-all': ['in_progress', 'completed', 'closed'],
};
const unlessAsked: readonly Goal['status'][] = ['in_progress', 'completed'];

/** Goals, listed and created (vendor sheet sections 3.9 and 4.3). */
export function goalHandlers(company: Company, ledger: Ledger): Readonly<Record<string, Handler>> {
  const goals = new Map<string, Goal[]>();
  let lastId = 70;
  return {
    'GET /api/v1/performance/employees/:employeeId/goals': (request, response) => {
      const employee = company.employee(String(request.params['employeeId']));
      if (employee === undefined) return refuse(response, 403, 'The goals of this employee cannot be viewed');
      const wanted = filters[String(request.query['filter'])] ?? unlessAsked;
      response.json({ goals: (goals.get(employee.id) ?? []).filter(({ status }) => wanted.includes(status)).slice(0, mostGoals) });
    },

    'POST /api/v1/performance/employees/:employeeId/goals': (request, response) => {
      const employee = company.employee(String(request.params['employeeId']));
      if (employee === undefined) return refuse(response, 403, 'A goal cannot be created for this employee');
      const wanted = newGoal.safeParse(jsonBody(request));
      if (!wanted.success) return refuse(response, 400, `Invalid value for ${String(wanted.error.issues[0]?.path[0] ?? 'the goal')}`);
      if (!wanted.data.sharedWithEmployeeIds.includes(Number(employee.id)))
        return refuse(response, 400, 'sharedWithEmployeeIds must include the owner');

      const goal = goalFrom(company, ++lastId, wanted.data);
      goals.set(employee.id, [...(goals.get(employee.id) ?? []), goal]);
      ledger.record({ kind: 'goal.create', target: goalTarget(employee, goal), values: { ...goal } });
      response.status(201).json({ goal });
    },
  };
}

const goalTarget = (employee: Employee, goal: Goal) => `${employee.id}/goals/${goal.id}`;

function goalFrom(company: Company, id: number, { milestones, ...wanted }: z.output<typeof newGoal>): Goal {
  const stamp = zulu(new Date(company.clock.now().getTime() - stampBehindMs));
  const goal: Goal = {
    ...wanted,
    id: String(id),
    lastChangedDateTime: stamp,
    status: wanted.percentComplete === 100 ? 'completed' : 'in_progress',
  };
  if (milestones === undefined || milestones === null || milestones.length === 0) return goal;
  const steps = milestones.map(({ title }, index): Milestone => ({
    id: id * 100 + index,
    employeeGoalId: id,
    title,
    currentValue: null,
    startValue: null,
    endValue: null,
    completedDateTime: null,
    lastUpdateDateTime: stamp,
    lastUpdateUserId: company.users[0]?.id ?? 1,
  }));
  return { ...goal, milestones: steps, actions: { canEditGoalProgressBar: false, canEditGoalMilestoneProgressBar: true } };
}
