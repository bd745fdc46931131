import type { z } from 'zod';

/**
 * What is wrong with a value, for whoever has to mend it: which kind of value stands there (never the value itself, which may be
 * personal) and what would fit. Given to `parse` as its `error`; what a schema says itself in its own words is left as it is.
 */
export function inPlainWords(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `has ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}, which nothing is known of`;
  // Which of several kinds of record it is, its own key says; the other keys are not looked at before that is known.
  if (issue.code === 'invalid_union' && typeof issue.discriminator === 'string' && Array.isArray(issue.options)) {
    const told: unknown = (issue.input as Readonly<Record<string, unknown>>)[issue.discriminator]; // it is a record, or it would not be asked for its kind
    return `${kindOf(told)}, where one of these fits: ${issue.options.map(String).join(', ')}`;
  }
  return `${kindOf(issue.input)}, where ${fitting(issue)} fits`;
}

function kindOf(input: unknown): string {
  if (input === undefined) return 'is missing';
  if (input === null || input === '') return 'is empty';
  if (typeof input === 'string') return 'is text';
  if (typeof input === 'number') return Number.isInteger(input) ? 'is a whole number' : 'is a number with a fraction';
  if (typeof input === 'boolean') return 'is a yes or no';
  return Array.isArray(input) ? 'is a list' : 'is a record of several values';
}

function fitting(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'too_small':
      return `${measured(issue.origin)} of ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `${measured(issue.origin)} of ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue.origin)}`;
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'text of another form';
    case 'invalid_value':
      return `one of these: ${issue.values.map(String).join(', ')}`;
    default:
      return 'something else';
  }
}

const measured = (origin: string) => (origin === 'string' ? 'text' : origin === 'array' || origin === 'set' ? 'a list' : 'a number');
const unitOf = (origin: string) => (origin === 'string' ? ' characters' : origin === 'array' || origin === 'set' ? ' entries' : '');

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'a yes or no',
  array: 'a list',
  object: 'a record of several values',
  record: 'a record of several values',
};

const FORMATS: Readonly<Record<string, string>> = {
  date: 'a day written as 2026-03-31',
  datetime: 'an instant written as 2026-03-31T09:00:00Z',
  email: 'an e-mail address',
  url: 'an address beginning with https://',
  uuid: 'a UUID',
};
