const full = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });
const short = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const DAY_MS = 86_400_000;

/** An instant as people write it; the exact one where the pointer rests. */
export const Moment = ({ at }: { readonly at: string }) => (
  <time dateTime={at} title={full.format(new Date(at))}>
    {short.format(new Date(at))}
  </time>
);

const clock = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });

/** The time of today, to the second. */
export const Clock = ({ at }: { readonly at: number }) => (
  <time dateTime={new Date(at).toISOString()} title={full.format(at)}>
    {clock.format(at)}
  </time>
);

/** When something is due: how far away, and visibly so once it is past. */
export function Due({ at }: { readonly at: string }) {
  const days = (new Date(at).getTime() - Date.now()) / DAY_MS;
  return (
    <time dateTime={at} title={full.format(new Date(at))} className={days < 0 ? 'overdue' : undefined}>
      {days < 0 ? 'overdue, due ' : 'due '}
      {relative.format(Math.round(days), 'day')}
    </time>
  );
}

/** `0.12 s` between two instants; nothing while the second has not come. */
export function took(from: string, to: string | null): string {
  if (to === null) return 'running';
  const ms = new Date(to).getTime() - new Date(from).getTime();
  return ms < 10_000 ? `${(ms / 1000).toFixed(2)} s` : `${Math.round(ms / 1000)} s`;
}
