import { refusal } from './errors.js';

export interface JqlToken {
  readonly kind: 'word' | 'quoted' | 'symbol' | 'end';
  readonly text: string;
  /** Position of its first character, from 1. */
  readonly at: number;
}

// Unquoted words may hold none of JQL's reserved characters; `-` and `:` are not among them.
const TOKEN =
  /\s*(?:(?<word>[^\s"'()=!<>~,+.;?|*/%^$#@[\]{}&]+)|"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|(?<symbol>!=|<=|>=|!~|[()=<>~,]))/y;

/** @throws Refusal at the first character that begins no token. */
export function jqlTokens(jql: string): readonly JqlToken[] {
  const tokens: JqlToken[] = [];
  const text = jql.trimEnd();
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < text.length) {
    const from = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw jqlError(`The character '${text.slice(from).trimStart().charAt(0)}' is a reserved JQL character.`, from + 1);
    tokens.push(asToken(match));
  }
  return [...tokens, { kind: 'end', text: '<EOF>', at: text.length + 1 }];
}

export const jqlError = (what: string, at: number) => refusal(400, [`Error in the JQL Query: ${what} (line 1, character ${at})`]);

function asToken({ 0: whole, index, groups = {} }: RegExpExecArray): JqlToken {
  const at = index + whole.length - whole.trimStart().length + 1;
  const quoted = groups['double'] ?? groups['single'];
  if (quoted !== undefined) return { kind: 'quoted', text: quoted.replace(/\\(.)/g, '$1'), at };
  if (groups['word'] !== undefined) return { kind: 'word', text: groups['word'], at };
  return { kind: 'symbol', text: groups['symbol'] ?? '', at };
}
