/** Text is quoted, a quote within it doubled; a number or word stands as it is. */
export type Literal = string | null;

export type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

/** A filter of the dataset (vendor sheet section 3.4), as a tree. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'compare'; readonly field: string; readonly comparison: Comparison; readonly to: Literal }
  | { readonly kind: 'in'; readonly field: string; readonly among: readonly Literal[] };

export class FilterError extends Error {}

/** @throws FilterError when the text is no filter. */
export function parseFilter(text: string): Filter {
  const tokens = new Tokens(text);
  const filter = either(tokens);
  if (tokens.next !== undefined) throw new FilterError(`unexpected ${tokens.next}`);
  return filter;
}

/** All fields a filter asks about. */
export function fieldsOf(filter: Filter): readonly string[] {
  return 'left' in filter ? [...fieldsOf(filter.left), ...fieldsOf(filter.right)] : [filter.field];
}

/** @param holds decides one comparison; `in` is asked as one `eq` per literal. */
export function passes(filter: Filter, holds: (field: string, comparison: Comparison, to: Literal) => boolean): boolean {
  switch (filter.kind) {
    case 'and':
      return passes(filter.left, holds) && passes(filter.right, holds);
    case 'or':
      return passes(filter.left, holds) || passes(filter.right, holds);
    case 'compare':
      return holds(filter.field, filter.comparison, filter.to);
    case 'in':
      return filter.among.some((to) => holds(filter.field, 'eq', to));
  }
}

/** `or` binds less than `and`. */
function either(tokens: Tokens): Filter {
  let left = both(tokens);
  while (tokens.takes('or')) left = { kind: 'or', left, right: both(tokens) };
  return left;
}

function both(tokens: Tokens): Filter {
  let left = single(tokens);
  while (tokens.takes('and')) left = { kind: 'and', left, right: single(tokens) };
  return left;
}

function single(tokens: Tokens): Filter {
  if (tokens.takes('(')) {
    const inner = either(tokens);
    tokens.demand(')');
    return inner;
  }
  const field = tokens.take(/^[A-Za-z]\w*$/, 'a field');
  const operator = tokens.take(/^(eq|ne|lt|le|gt|ge|in)$/, 'an operator');
  if (operator !== 'in') return { kind: 'compare', field, comparison: operator as Comparison, to: literal(tokens) }; // the expression above leaves no other
  tokens.demand('(');
  const among = [literal(tokens)];
  while (tokens.takes(',')) among.push(literal(tokens));
  tokens.demand(')');
  return { kind: 'in', field, among };
}

function literal(tokens: Tokens): Literal {
  const token = tokens.take(/^('.*'|-?\d+(\.\d+)?|null|true|false)$/s, 'a value');
  if (token === 'null') return null;
  return token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : token;
}

class Tokens {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/'(?:[^']|'')*'|[(),]|[^\s(),']+|'/g) ?? [];
  }

  get next(): string | undefined {
    return this.#tokens[this.#at];
  }

  takes(token: string): boolean {
    if (this.next !== token) return false;
    this.#at += 1;
    return true;
  }

  take(shape: RegExp, wanted: string): string {
    const token = this.next;
    if (token === undefined || !shape.test(token)) throw new FilterError(`expected ${wanted}, found ${token ?? 'the end'}`);
    this.#at += 1;
    return token;
  }

  demand(token: string): void {
    if (!this.takes(token)) throw new FilterError(`expected ${token}, found ${this.next ?? 'the end'}`);
  }
}
