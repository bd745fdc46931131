const full = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });
const day = { month: 'short', day: 'numeric' } as const;
const toTheMinute = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const short = new Intl.DateTimeFormat('en', { ...day, ...toTheMinute });
const withYear = new Intl.DateTimeFormat('en', { ...day, year: 'numeric', ...toTheMinute });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const DAY_MS = 86_400_000;

/** An instant as people write it, with its year where that is not this one; the exact one where the pointer rests. */
export function Moment({ at }: { readonly at: string }) {
  const instant = new Date(at);
  const form = instant.getFullYear() === new Date().getFullYear() ? short : withYear;
  return (
    <time dateTime={at} title={full.format(instant)}>
      {form.format(instant)}
    </time>
  );
}

const clock = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });

/** The time of today, to the second. */
export const Clock = ({ at }: { readonly at: number }) => (
  <time dateTime={new Date(at).toISOString()} title={full.format(at)}>
    {clock.format(at)}
  </time>
);

/** When something is due: how many days away by the calendar, and visibly so once it is past. */
export function Due({ at }: { readonly at: string }) {
  const due = new Date(at);
  const now = new Date();
  const isPast = due < now;
  return (
    <time dateTime={at} title={full.format(due)} className={isPast ? 'overdue' : undefined}>
      {isPast ? 'overdue, due ' : 'due '}
      {relative.format(dayNumber(due) - dayNumber(now), 'day')}
    </time>
  );
}

/** Days are counted as they stand in the calendar of whoever looks, however long each of them is. */
const dayNumber = (instant: Date): number => Date.UTC(instant.getFullYear(), instant.getMonth(), instant.getDate()) / DAY_MS;

/** `0.12 s` between two instants; nothing while the second has not come. */
export function took(from: string, to: string | null): string {
  if (to === null) return 'running';
  const ms = new Date(to).getTime() - new Date(from).getTime();
  return ms < 10_000 ? `${(ms / 1000).toFixed(2)} s` : `${Math.round(ms / 1000)} s`;
}
