import { addDays } from './calendar.js';
import { chiefTitle, headTitle, leadTitle, type Level, memberTitle } from './job-titles.js';
import { EXECUTIVE, type TeamPlan } from './organisation.js';
import type { Random } from './random.js';

/** A place in the chart before somebody with a name takes it. */
export interface Seat {
  readonly team: TeamPlan;
  readonly role: 'chief-executive' | 'chief' | 'head' | 'lead' | 'member';
  /** The division a chief runs. */
  readonly runs?: string;
  readonly reportsTo: Seat | undefined;
  readonly hiredOn: string;
  readonly endedOn: string | undefined;
}

export function seatsOf(teams: readonly TeamPlan[], asOf: string, random: Random): readonly Seat[] {
  const years = (least: number, most: number) => addDays(asOf, -Math.round(365 * (least + (most - least) * random.unit())));
  const office = teams.find(({ part }) => part === 'executive');
  if (office === undefined) throw new Error(`the plan has no ${EXECUTIVE}`);
  const seat = (
    team: TeamPlan,
    role: Seat['role'],
    reportsTo: Seat | undefined,
    hiredOn: string,
    rest: { runs?: string; endedOn?: string } = {},
  ): Seat => ({ team, role, reportsTo, hiredOn, endedOn: undefined, ...rest });

  const top = seat(office, 'chief-executive', undefined, years(13.5, 14));
  const divisions = [...new Set(teams.filter((team) => team !== office).map(({ division }) => division))];
  const chiefs = divisions.map((runs) => seat(office, 'chief', top, years(4, 12), { runs }));
  const staff = Array.from({ length: office.size - 1 - chiefs.length }, () => seat(office, 'member', top, years(1.5, 9)));

  const heads = new Map<string, Seat>();
  const rest = teams
    .filter((team) => team !== office)
    .flatMap((team) => {
      const isFirst = !heads.has(team.department);
      const head =
        heads.get(team.department) ??
        seat(
          team,
          'head',
          chiefs.find(({ runs }) => runs === team.division),
          years(3, 11),
        );
      heads.set(team.department, head);
      const lead = seat(team, 'lead', head, years(2, 10));
      const days = memberDays(team, team.size - (isFirst ? 2 : 1), asOf, random);
      const members = days.map((hiredOn) => seat(team, 'member', lead, hiredOn));
      const gone = Array.from({ length: team.leavers }, () =>
        seat(team, 'member', lead, years(1.5, 7), { endedOn: leaverDay(team, asOf, random) }),
      );
      return [...(isFirst ? [head] : []), lead, ...members, ...gone];
    });
  return [top, ...chiefs, ...staff, ...rest];
}

/** Most have been there for years; a team with hands to spare has people from the last months as well. */
function memberDays(team: TeamPlan, members: number, asOf: string, random: Random): readonly string[] {
  const mayJoin = team.part === 'ordinary' || team.part === 'newcomer' ? Math.max(0, team.size - 8) : 0;
  return Array.from({ length: members }, (_, index) => {
    if (team.part === 'newcomer' && index === 0) return addDays(asOf, -18);
    if (index < mayJoin && random.chance(0.45)) return addDays(asOf, -random.int(15, 210));
    return addDays(asOf, -Math.round(240 + Math.min(4000, -1100 * Math.log(1 - random.unit()))));
  });
}

/** The small team lost its sixth member between the two surveys, which is how it became small. */
const leaverDay = (team: TeamPlan, asOf: string, random: Random) => addDays(asOf, team.part === 'small' ? -120 : -random.int(10, 330));

export function levelOf({ role, team }: Seat, random: Random): Level {
  if (role === 'chief-executive' || role === 'chief' || role === 'head') return 'L5';
  if (role === 'lead') return 'L4';
  const shares = [
    ['L1', 20],
    ['L2', 40],
    ['L3', 30],
    ['L4', team.craft === 'executive' ? 0 : 10],
  ] as const;
  return random.weighted<Level>(shares);
}

export function titleOf({ role, team, runs = '' }: Seat, level: Level): string {
  switch (role) {
    case 'chief-executive':
      return 'Chief Executive Officer';
    case 'chief':
      return chiefTitle(runs);
    case 'head':
      return headTitle(team.department);
    case 'lead':
      return leadTitle(team.craft);
    case 'member':
      return memberTitle(team.craft, level);
  }
}
