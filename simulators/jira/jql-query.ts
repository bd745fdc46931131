import { refusal } from './errors.js';
import { type Issue, STATUS_CATEGORIES } from './issue.js';
import { jqlInstant } from './jql-date.js';
import type { Clause, DateOperator, Jql, Operand, SortField } from './jql-parser.js';
import { type JiraSite, numberOf } from './site.js';

type Test = (issue: Issue) => boolean;
/** Where an issue stands in the order of a query; ends in the id, so that no two stand in one place. */
export type Place = readonly (string | number)[];

export interface Query {
  readonly matches: Test;
  readonly place: (issue: Issue) => Place;
  readonly compare: (one: Place, other: Place) => number;
}

/** @throws Refusal for a value the site does not know. */
export function compileQuery(site: JiraSite, { where, orderBy }: Jql): Query {
  const keys = orderBy.length > 0 ? orderBy : [{ field: 'created' as const, isDescending: true }];
  const directions = [...keys.flatMap(({ field, isDescending }) => (field === 'key' ? [isDescending, isDescending] : [isDescending]))];
  directions.push(keys.at(-1)?.isDescending ?? false);
  return {
    matches: where === undefined ? () => true : compileClause(site, where),
    place: (issue) => [...keys.flatMap(({ field }) => sortValues(issue, field)), Number(issue.id)],
    compare: (one, other) => {
      for (const [index, value] of one.entries()) {
        const against = other[index] ?? 0;
        if (value !== against) return value < against === (directions[index] ?? false) ? 1 : -1;
      }
      return 0;
    },
  };
}

function sortValues(issue: Issue, field: SortField): Place {
  switch (field) {
    case 'updated':
      return [issue.updatedAt.getTime()];
    case 'created':
      return [issue.createdAt.getTime()];
    case 'key':
      return [issue.projectKey, numberOf(issue.key)];
  }
}

function compileClause(site: JiraSite, clause: Clause): Test {
  switch (clause.kind) {
    case 'and': {
      const tests = clause.clauses.map((one) => compileClause(site, one));
      return (issue) => tests.every((test) => test(issue));
    }
    case 'or': {
      const tests = clause.clauses.map((one) => compileClause(site, one));
      return (issue) => tests.some((test) => test(issue));
    }
    case 'date':
      return compileDate(site, clause);
    case 'terms':
      return compileTerms(site, clause);
  }
}

const COMPARISONS: Readonly<Record<DateOperator, (instant: number, limit: number) => boolean>> = {
  '>=': (instant, limit) => instant >= limit,
  '>': (instant, limit) => instant > limit,
  '<=': (instant, limit) => instant <= limit,
  '<': (instant, limit) => instant < limit,
};

function compileDate(site: JiraSite, { field, operator, operand }: Extract<Clause, { kind: 'date' }>): Test {
  const limit = jqlInstant(operand, field, { timeZone: site.account.timeZone, now: site.now() });
  const holds = COMPARISONS[operator];
  return (issue) => holds((field === 'updated' ? issue.updatedAt : issue.createdAt).getTime(), limit);
}

/** A negation holds for issues that have some other value, not for those that have none. */
function compileTerms(site: JiraSite, { field, isNegated, operands }: Extract<Clause, { kind: 'terms' }>): Test {
  const meansEmpty = operands.some(({ kind }) => kind === 'empty');
  const wanted = new Set(operands.filter(({ kind }) => kind !== 'empty').map((operand) => fieldTerms[field].resolve(site, operand)));
  const { values } = fieldTerms[field];
  return (issue) => {
    const present = values(site, issue);
    if (present.length === 0) return meansEmpty && !isNegated;
    const isAmong = present.some((value) => wanted.has(value));
    return isNegated ? !isAmong : isAmong;
  };
}

interface FieldTerms {
  /** What the issue has in this field, in a form operands resolve to. */
  values(site: JiraSite, issue: Issue): readonly string[];
  resolve(site: JiraSite, operand: Operand): string;
}

const fieldTerms: Readonly<Record<Extract<Clause, { kind: 'terms' }>['field'], FieldTerms>> = {
  project: {
    values: (_site, { projectKey }) => [projectKey],
    resolve(site, { text }) {
      const found = site.projectBy(text) ?? [...site.projects.values()].find(({ name }) => name.toLowerCase() === text.toLowerCase());
      return found?.key ?? unknownValue('project', text);
    },
  },
  labels: { values: (_site, { labels }) => labels, resolve: (_site, { text }) => text },
  key: { values: (_site, { id, key }) => [id, key], resolve: (_site, { text }) => text.toUpperCase() },
  assignee: {
    values: (_site, { assigneeAccountId }) => (assigneeAccountId === undefined ? [] : [assigneeAccountId]),
    resolve: (site, { kind, text }) =>
      kind === 'current-user' ? site.account.accountId : site.users.has(text) ? text : unknownValue('assignee', text),
  },
  statusCategory: {
    values: (site, { statusId }) => [site.status(statusId).category],
    resolve(_site, { text }) {
      const asked = text.toLowerCase();
      const found = Object.values(STATUS_CATEGORIES).find(({ id, key, name }) => [String(id), key, name.toLowerCase()].includes(asked));
      return found?.key ?? unknownValue('statusCategory', text);
    },
  },
};

function unknownValue(field: string, text: string): never {
  throw refusal(400, [`The value '${text}' does not exist for the field '${field}'.`]);
}
