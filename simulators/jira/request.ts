import type { Request, Response } from 'express';
import type { z } from 'zod';
import { jsonBody } from '../kit/simulator.js';
import { invalidPayload, problem } from './errors.js';

/** Settled by the gate before any handler runs. */
export const isAuthenticated = (response: Response): boolean => response.locals['authenticated'] === true;

export const baseOf = (request: Request): string => `${request.protocol}://${request.get('host')}`;

export const pathParameter = (request: Request, name: string): string => String(request.params[name]);

/** A query parameter that may be given once, several times or as a comma list. */
export function listParameter(request: Request, name: string): readonly string[] | undefined {
  const given = request.query[name];
  if (given === undefined) return undefined;
  return [given].flat().flatMap((value) => String(value).split(','));
}

export const textParameter = (request: Request, name: string): string | undefined => {
  const given = [request.query[name]].flat()[0];
  return given === undefined ? undefined : String(given);
};

/**
 * Reads a number as Java does (vendor sheet section 12): a sign, blanks around it and digits of any script are fine.
 * @throws Refusal for everything else.
 */
export function integerParameter(request: Request, name: string, fallback: number): number {
  const text = textParameter(request, name);
  if (text === undefined || text === '') return fallback;
  const [, sign, digits] = /^[ \t]*([+-]?)(\p{Nd}+)[ \t]*$/u.exec(text) ?? [];
  if (digits === undefined) throw problem(400, 'Bad Request', `Failed to convert '${name}' with value: '${text}'`, request.path);
  const value = Number([...digits].map(decimalValue).join(''));
  return sign === '-' ? -value : value;
}

/** Unicode keeps the ten digits of every script in a row, and each row begins where no digit stands before. */
function decimalValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return code - zero;
}

/** @throws Refusal when the body does not have this shape. */
export function readBody<Schema extends z.ZodType>(request: Request, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(jsonBody(request));
  if (!parsed.success) throw invalidPayload();
  return parsed.data;
}

/** One page of an offset list, in the form of `project/search` and `changelog` (vendor sheet section 3). */
export function offsetPage<Value>(
  request: Request,
  all: readonly Value[],
  { startAt, maxResults }: { startAt: number; maxResults: number },
) {
  const values = all.slice(startAt, startAt + maxResults);
  const end = startAt + values.length;
  const isLast = end >= all.length;
  const address = (from: number) => {
    const url = new URL(request.originalUrl, baseOf(request));
    url.searchParams.set('startAt', String(from));
    url.searchParams.set('maxResults', String(maxResults));
    return url.href;
  };
  return { self: address(startAt), ...(!isLast && { nextPage: address(end) }), maxResults, startAt, total: all.length, isLast, values };
}

export const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
