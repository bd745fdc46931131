/** Everything a command prints goes through here, because names of files, columns and vendors come from strangers. */
export function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.map(printable).join('\n')}\n`);
}

/** For machines: the same value, without a character that could move a cursor. */
export function printJson(value: unknown): void {
  process.stdout.write(`${printable(JSON.stringify(value))}\n`);
}

/** Beside the answer: progress, and what went wrong. */
export function tell(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

// Control characters, and those that turn the direction of text around: a terminal obeys both.
const OBEYED = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;

/** One line as a terminal may be shown it: what it would obey is spelled out, as JSON spells it. */
export const printable = (line: string): string =>
  line.replace(OBEYED, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
