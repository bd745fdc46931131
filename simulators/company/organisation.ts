import { z } from 'zod';
import type { Random } from './random.js';

/** What somebody's work is about: decides job titles, goals and whether the work is tracked in Jira. */
export type Craft = keyof typeof JIRA_CRAFTS;
const JIRA_CRAFTS = {
  engineering: true,
  data: true,
  quality: true,
  product: true,
  design: true,
  it: true,
  security: true,
  sales: false,
  marketing: false,
  success: false,
  partnerships: false,
  support: false,
  manufacturing: false,
  supply: false,
  field: false,
  finance: false,
  people: false,
  legal: false,
  facilities: false,
  executive: false,
} as const;
export const tracksWorkInJira = (craft: Craft): boolean => JIRA_CRAFTS[craft];

export const unit = z.object({
  kind: z.enum(['division', 'department', 'team']),
  name: z.string(),
  /** The department of a team, the division of a department. */
  parent: z.string().nullable(),
});
export type Unit = z.infer<typeof unit>;

export interface Department {
  readonly division: string;
  readonly name: string;
  readonly craft: Craft;
  readonly teams: readonly string[];
}

export const locations = ['Rotterdam', 'Leeds', 'Gdańsk', 'Lisbon', 'Pune', 'Toronto', 'Remote'] as const;
export const EXECUTIVE = 'Executive Office';
const department = (division: string, name: string, craft: Craft, ...teams: string[]): Department => ({ division, name, craft, teams });

export const departments: readonly Department[] = [
  department(EXECUTIVE, EXECUTIVE, 'executive', EXECUTIVE),
  department(
    'Engineering',
    'Platform Engineering',
    'engineering',
    'Telemetry Pipeline',
    'Storage',
    'Device Runtime',
    'Identity',
    'Observability',
  ),
  department(
    'Engineering',
    'Product Engineering',
    'engineering',
    'Customer Portal',
    'Mobile',
    'Billing',
    'Alerting',
    'Reporting',
    'Integrations',
  ),
  department('Engineering', 'Data and Analytics', 'data', 'Data Platform', 'Forecasting', 'Business Insight'),
  department('Engineering', 'Quality and Release', 'quality', 'Test Automation', 'Release', 'Hardware Validation'),
  department('Product', 'Product Management', 'product', 'Core Product', 'Growth'),
  department('Product', 'Design and Research', 'design', 'Interface Design', 'User Research'),
  department('Technology', 'IT Services', 'it', 'Service Desk', 'Workplace Technology', 'Business Systems'),
  department('Technology', 'Information Security', 'security', 'Security Operations', 'Product Security'),
  department('Commercial', 'Sales', 'sales', 'Nordics', 'Central Europe', 'Iberia', 'North America', 'Asia Pacific'),
  department('Commercial', 'Marketing', 'marketing', 'Brand', 'Demand', 'Events'),
  department('Commercial', 'Customer Success', 'success', 'Key Accounts', 'Onboarding', 'Renewals', 'Customer Training'),
  department('Commercial', 'Partnerships', 'partnerships', 'Resellers', 'Technology Partners'),
  department(
    'Operations',
    'Customer Support',
    'support',
    'First Line',
    'Second Line',
    'Calibration Desk',
    'Weekend Cover',
    'Knowledge Base',
  ),
  department(
    'Operations',
    'Manufacturing',
    'manufacturing',
    'Sensor Assembly',
    'Board Assembly',
    'Final Test',
    'Packaging',
    'Tooling',
    'Clean Room',
  ),
  department('Operations', 'Supply Chain', 'supply', 'Purchasing', 'Warehouse', 'Planning'),
  department('Operations', 'Field Service', 'field', 'Installations', 'Maintenance', 'Spare Parts'),
  department('Corporate', 'Finance', 'finance', 'Accounting', 'Controlling', 'Payroll'),
  department('Corporate', 'People and Culture', 'people', 'People Partners', 'Talent'),
  department('Corporate', 'Legal and Compliance', 'legal', 'Legal'),
  department('Corporate', 'Facilities', 'facilities', 'Workplaces'),
];

/**
 * What a team is for in the story told on screen.
 * - `small`: so few answer in the second wave that it may not be shown.
 * - `sibling`: big enough, and hidden so that nobody can subtract the small one.
 * - `lenient`: led by the manager who rates visibly higher.
 * - `newcomer`: somebody joined it so recently that neither survey nor review knows them.
 */
export type Part = 'ordinary' | 'executive' | 'small' | 'sibling' | 'lenient' | 'newcomer';

export interface TeamPlan {
  readonly division: string;
  readonly department: string;
  readonly craft: Craft;
  readonly name: string;
  readonly part: Part;
  /** Active members on the day the company is looked at, its lead and any department head included. */
  size: number;
  /** Former members. */
  leavers: number;
}

const FIXED_SIZE: Partial<Record<Part, number>> = { executive: 10, small: 5, sibling: 7, lenient: 13 };
const MOST_PER_TEAM = 14;
const USUAL_SIZE = 9;
const PEOPLE_PER_TEAM = 9.25;
const LEAVER_SHARE = 0.04;

/** Divides so many people, former ones included, among the teams. */
export function planTeams(people: number, random: Random): readonly TeamPlan[] {
  const teams = castTeams(Math.floor(people / PEOPLE_PER_TEAM), random);
  const ordinary = teams.filter((team) => FIXED_SIZE[team.part] === undefined);
  const leavers = Math.round(people * LEAVER_SHARE);
  for (let left = leavers - 1; left > 0; left -= 1) random.pick(ordinary).leavers += 1;

  for (let missing = people - leavers - headcount(teams); missing !== 0;) {
    const team = random.pick(ordinary);
    const step = Math.sign(missing);
    if (team.size + step < leastPer(team, teams) || team.size + step > MOST_PER_TEAM) continue;
    team.size += step;
    missing -= step;
  }
  return teams;
}

export function unitsOf(teams: readonly TeamPlan[]): readonly Unit[] {
  const divisions = [...new Set(teams.map((team) => team.division))];
  const parents = new Map(teams.map((team) => [team.department, team.division]));
  return [
    ...divisions.map((name): Unit => ({ kind: 'division', name, parent: null })),
    ...[...parents].map(([name, parent]): Unit => ({ kind: 'department', name, parent })),
    ...teams.map(({ name, department: parent }): Unit => ({ kind: 'team', name, parent })),
  ];
}

/** @param wanted number of teams; beyond the names there are, names come again with a number. */
function castTeams(wanted: number, random: Random): readonly TeamPlan[] {
  const stage = random.pick(departments.filter(({ teams, craft }) => teams.length >= 3 && !tracksWorkInJira(craft)));
  const [small, sibling] = random.shuffled(stage.teams.slice(1)); // the first team holds the head of the department
  const lenient = random.pick(departments.filter(({ craft }) => craft === 'engineering').flatMap(({ teams }) => teams.slice(1)));
  const newcomer = random.pick(departments.filter((one) => one !== stage && one.craft !== 'executive' && !tracksWorkInJira(one.craft)))
    .teams[0];
  const parts = new Map<string | undefined, Part>([
    [small, 'small'],
    [sibling, 'sibling'],
    [lenient, 'lenient'],
    [newcomer, 'newcomer'],
    [EXECUTIVE, 'executive'],
  ]);

  const names = departments.flatMap(({ teams, ...rest }) => teams.map((team) => ({ ...rest, team })));
  const ordinary = names.filter(({ craft }) => craft !== 'executive');
  const again = Array.from({ length: Math.max(0, wanted - names.length) }, (_, index) => {
    const { team, ...rest } = ordinary[index % ordinary.length] ?? random.pick(ordinary);
    return { ...rest, team: `${team} ${Math.floor(index / ordinary.length) + 2}` };
  });
  return [...names, ...again].map(({ division, name: department, craft, team: name }): TeamPlan => {
    const part = parts.get(name) ?? 'ordinary';
    return { division, department, craft, name, part, size: FIXED_SIZE[part] ?? USUAL_SIZE, leavers: part === 'small' ? 1 : 0 };
  });
}

const headcount = (teams: readonly TeamPlan[]) => teams.reduce((sum, team) => sum + team.size, 0);

/** Beside the small team and its sibling, nobody else's team may come near the threshold. */
function leastPer(team: TeamPlan, teams: readonly TeamPlan[]): number {
  const stage = teams.find(({ part }) => part === 'small')?.department;
  return team.part === 'newcomer' || team.department === stage ? 9 : 7;
}
