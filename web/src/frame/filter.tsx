import { grouped } from '../pictures/figures';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly count: number;
}

/** Shows some of a list; each choice says how many it leaves. */
export function Filter<Value extends string>({
  name,
  choices,
  chosen,
  choose,
}: {
  readonly name: string;
  readonly choices: readonly Choice<Value>[];
  readonly chosen: Value;
  readonly choose: (value: Value) => void;
}) {
  return (
    <div className="filter" role="group" aria-label={name}>
      {choices.map(({ value, label, count }) => (
        <button key={value} type="button" aria-pressed={value === chosen} onClick={() => choose(value)}>
          {label} <span className="count">{grouped(count)}</span>
        </button>
      ))}
    </div>
  );
}
