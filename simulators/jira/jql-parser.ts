import { refusal } from './errors.js';
import { jqlError, type JqlToken, jqlTokens } from './jql-lexer.js';

export interface Operand {
  readonly kind: 'word' | 'quoted' | 'current-user' | 'empty';
  readonly text: string;
}
export type TermField = 'project' | 'labels' | 'key' | 'assignee' | 'statusCategory';
export type SortField = 'updated' | 'created' | 'key';
export type DateOperator = '>=' | '>' | '<=' | '<';

export type Clause =
  | { readonly kind: 'and' | 'or'; readonly clauses: readonly Clause[] }
  | { readonly kind: 'terms'; readonly field: TermField; readonly isNegated: boolean; readonly operands: readonly Operand[] }
  | { readonly kind: 'date'; readonly field: 'updated' | 'created'; readonly operator: DateOperator; readonly operand: Operand };

export interface Jql {
  /** undefined for a query that restricts nothing. */
  readonly where: Clause | undefined;
  readonly orderBy: readonly { readonly field: SortField; readonly isDescending: boolean }[];
}

const TERM_FIELDS: Readonly<Record<string, TermField>> = {
  project: 'project',
  labels: 'labels',
  key: 'key',
  id: 'key',
  issue: 'key',
  issuekey: 'key',
  assignee: 'assignee',
  statuscategory: 'statusCategory',
};
const DATE_FIELDS: Readonly<Record<string, 'updated' | 'created'>> = {
  updated: 'updated',
  updateddate: 'updated',
  created: 'created',
  createddate: 'created',
};
const DATE_OPERATORS: readonly string[] = ['>=', '>', '<=', '<'] satisfies DateOperator[];

/**
 * Reads the part of JQL this simulator knows.
 * @throws Refusal for everything else, which is stricter than Jira and never silently different.
 */
export function parseJql(jql: string): Jql {
  const cursor = new Cursor(jqlTokens(jql));
  const where = cursor.isAtEnd || cursor.isAtWord('order') ? undefined : disjunction(cursor);
  const orderBy = cursor.takeWord('order') ? sorting(cursor) : [];
  if (!cursor.isAtEnd) throw jqlError(`Expecting either 'OR' or 'AND' but got '${cursor.peek.text}'.`, cursor.peek.at);
  return { where, orderBy };
}

class Cursor {
  #position = 0;
  constructor(readonly tokens: readonly JqlToken[]) {}

  get peek(): JqlToken {
    return this.tokens[this.#position] ?? { kind: 'end', text: '<EOF>', at: 0 };
  }
  get isAtEnd(): boolean {
    return this.peek.kind === 'end';
  }
  isAtWord(word: string): boolean {
    return this.peek.kind === 'word' && this.peek.text.toLowerCase() === word;
  }
  take(): JqlToken {
    const token = this.peek;
    this.#position += 1;
    return token;
  }
  takeWord(word: string): boolean {
    return this.isAtWord(word) && this.take() !== undefined;
  }
  takeSymbol(symbol: string): boolean {
    return this.peek.kind === 'symbol' && this.peek.text === symbol && this.take() !== undefined;
  }
  expect(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw jqlError(`Expecting '${symbol}' but got '${this.peek.text}'.`, this.peek.at);
  }
}

function disjunction(cursor: Cursor): Clause {
  const clauses = [conjunction(cursor)];
  while (cursor.takeWord('or')) clauses.push(conjunction(cursor));
  return { kind: 'or', clauses };
}

function conjunction(cursor: Cursor): Clause {
  const clauses = [restriction(cursor)];
  while (cursor.takeWord('and')) clauses.push(restriction(cursor));
  return { kind: 'and', clauses };
}

function restriction(cursor: Cursor): Clause {
  if (cursor.takeSymbol('(')) {
    const inner = disjunction(cursor);
    cursor.expect(')');
    return inner;
  }
  const name = cursor.take();
  if (name.kind !== 'word' && name.kind !== 'quoted') throw jqlError(`Expecting a field name but got '${name.text}'.`, name.at);
  const dateField = DATE_FIELDS[name.text.toLowerCase()];
  if (dateField !== undefined) return dateRestriction(cursor, dateField);
  const field = TERM_FIELDS[name.text.toLowerCase()];
  if (field === undefined) throw refusal(400, [`Field '${name.text}' does not exist or you do not have permission to view it.`]);
  return termRestriction(cursor, field);
}

function dateRestriction(cursor: Cursor, field: 'updated' | 'created'): Clause {
  const operator = cursor.take();
  if (!DATE_OPERATORS.includes(operator.text)) throw unsupported(operator, field);
  return { kind: 'date', field, operator: operator.text as DateOperator, operand: operand(cursor) }; // one of the list, as just tested
}

function termRestriction(cursor: Cursor, field: TermField): Clause {
  if (cursor.takeSymbol('=')) return { kind: 'terms', field, isNegated: false, operands: [operand(cursor)] };
  if (cursor.takeSymbol('!=')) return { kind: 'terms', field, isNegated: true, operands: [operand(cursor)] };
  if (cursor.takeWord('is')) return { kind: 'terms', field, isNegated: cursor.takeWord('not'), operands: [empty(cursor)] };
  const isNegated = cursor.takeWord('not');
  if (!cursor.takeWord('in')) throw unsupported(cursor.peek, field);
  cursor.expect('(');
  const operands = [operand(cursor)];
  while (cursor.takeSymbol(',')) operands.push(operand(cursor));
  cursor.expect(')');
  return { kind: 'terms', field, isNegated, operands };
}

function operand(cursor: Cursor): Operand {
  const token = cursor.take();
  if (token.kind === 'quoted') return { kind: 'quoted', text: token.text };
  if (token.kind !== 'word') throw jqlError(`Expecting either a value, list or function but got '${token.text}'.`, token.at);
  if (cursor.takeSymbol('(')) {
    cursor.expect(')');
    if (token.text.toLowerCase() !== 'currentuser') throw refusal(400, [`Unable to find JQL function '${token.text}()'.`]);
    return { kind: 'current-user', text: token.text };
  }
  return { kind: /^(empty|null)$/i.test(token.text) ? 'empty' : 'word', text: token.text };
}

function empty(cursor: Cursor): Operand {
  const { at } = cursor.peek;
  const value = operand(cursor);
  if (value.kind !== 'empty') throw jqlError(`The operator 'is' takes EMPTY only, not '${value.text}'.`, at);
  return value;
}

const unsupported = ({ text }: JqlToken, field: string) =>
  refusal(400, [`The operator '${text}' is not supported by the '${field}' field.`]);

function sorting(cursor: Cursor): Jql['orderBy'] {
  if (!cursor.takeWord('by')) throw jqlError(`Expecting 'BY' but got '${cursor.peek.text}'.`, cursor.peek.at);
  const keys = [sortKey(cursor)];
  while (cursor.takeSymbol(',')) keys.push(sortKey(cursor));
  return keys;
}

function sortKey(cursor: Cursor): Jql['orderBy'][number] {
  const name = cursor.take().text.toLowerCase();
  const field = DATE_FIELDS[name] ?? (name === 'key' || name === 'issuekey' ? 'key' : undefined);
  if (field === undefined) throw refusal(400, [`Not able to sort using field '${name}'.`]);
  const isDescending = cursor.takeWord('desc');
  if (!isDescending) cursor.takeWord('asc');
  return { field, isDescending };
}
