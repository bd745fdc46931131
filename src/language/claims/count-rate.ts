import { lengthIn } from './calendar.js';
import type { NumberMention, Period } from './claim.js';
import { amountOf, type CountScope, type ScopedRecords } from './count-scope.js';
import { finishedOn } from './evidence.js';
import { agrees } from './numbers.js';
import type { CheckingContext } from './verdict.js';

/** The average over the time that is stated, or over the cycle; undefined where no days are known. */
export function averageOf(amount: number, { per }: NumberMention, scope: CountScope, { cyclePeriod }: CheckingContext): number | undefined {
  const period = scope.period ?? cyclePeriod;
  if (per === undefined) return amount;
  if (period === undefined || period.from.startsWith('0001') || period.to.startsWith('9999')) return undefined;
  return rounded(amount / Math.max(lengthIn(per, period), 0.1));
}

/** A rate is a rough number, and never closer than the last place that is written: "2 a month" is anything that rounds to 2. */
export function agreesOnAverage(stated: NumberMention, average: number): boolean {
  const isPlain = stated.qualifier === 'exactly' || stated.qualifier === 'about';
  const rough = { ...stated, qualifier: stated.qualifier === 'exactly' ? ('about' as const) : stated.qualifier };
  return (
    agrees(rough, average) || (isPlain && stated.high === undefined && Math.abs(average - stated.value) <= stated.halfLastPlace + 1e-9)
  );
}

/**
 * Whether a rate is that of some way to count: by calendar months or by their mean length, with what was finished at the edges or without;
 * and, where no time is stated, until the day of writing, or from the first piece of work to the last.
 */
export function isSomeAverage(stated: NumberMention, scope: CountScope, records: ScopedRecords, context: CheckingContext): boolean {
  const { per } = stated;
  if (per === undefined) return false;
  const { counted, nearEdges } = records;
  const amounts = [counted, counted.filter((item) => !nearEdges.includes(item)), [...new Set([...counted, ...nearEdges])]].map((items) =>
    amountOf(items, scope),
  );
  const lengths = timesMeant(scope, records, context).flatMap((period) => [lengthIn(per, period), ...calendarLength(per, period)]);
  const rates = amounts.flatMap((amount) => lengths.map((length) => amount / Math.max(length, 1)));
  const isBetween = Math.min(...rates) <= stated.value && stated.value <= Math.max(...rates);
  return isBetween || rates.some((rate) => agreesOnAverage(stated, rate));
}

function timesMeant({ period }: CountScope, { counted }: ScopedRecords, { cyclePeriod, writtenOn }: CheckingContext): Period[] {
  if (period !== undefined) return [period];
  const days = counted.flatMap(({ facts }) => finishedOn(facts) ?? []).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  return [
    ...(cyclePeriod === undefined ? [] : [cyclePeriod]),
    ...(cyclePeriod === undefined || writtenOn === undefined || writtenOn <= cyclePeriod.from
      ? []
      : [{ from: cyclePeriod.from, to: writtenOn }]),
    ...(first === undefined || last === undefined ? [] : [{ from: first, to: last }]),
  ];
}

const MONTHS_IN: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

/** From the first day of a month to the last of one, that many months; no matter how long they are. */
function calendarLength(per: NonNullable<NumberMention['per']>, { from, to }: Period): number[] {
  const [months, one] = [12 * (year(to) - year(from)) + month(to) - month(from) + 1, MONTHS_IN[per]];
  return one === undefined ? [] : [months / one];
}

const year = (day: string): number => Number(day.slice(0, 4));
const month = (day: string): number => Number(day.slice(5, 7));
/** Few in a long time are not none. */
const rounded = (value: number): number => (value < 0.1 ? Number(value.toPrecision(1)) : Math.round(value * 10) / 10);
