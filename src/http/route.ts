import { applyDecorators, HttpCode, RequestMapping, RequestMethod, UseInterceptors } from '@nestjs/common';
import { z } from 'zod';
import { CheckedAnswer } from './checked-answer.js';
import { CheckedQuery } from './checked-query.js';

/** One road into the API, described once: Nest serves it by this, the OpenAPI document says it, and what comes in and goes out is parsed by it. */
export interface Route {
  /** Unique among all routes; the document's `operationId`. */
  readonly id: string;
  readonly method: 'get' | 'post';
  /** Below `/api/`; its `:names` are those of `pathParameters`. */
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly answer: z.ZodObject;
  /** 200 without one. */
  readonly status?: 200 | 201;
}

export type Routes = Readonly<Record<string, Route>>;

export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes');

/** Everything a path may name. */
export const pathParameters = { tenant: slug, id: z.uuid('this is no id; take one as the lists give it'), name: slug } as const;
export type PathParameter = keyof typeof pathParameters;

/** @throws Error when a path names what nobody described. */
export function parametersOf({ path }: Pick<Route, 'path'>): PathParameter[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    if (name in pathParameters) return name as PathParameter; // just looked up
    throw new Error(`the path ${path} names ${name}, which pathParameters does not have`);
  });
}

export const errorAnswer = z.object({ error: z.object({ message: z.string() }) }).meta({ id: 'Error' });

type Answering<R extends Route> = (...parameters: never[]) => z.input<R['answer']> | Promise<z.input<R['answer']>>;

/** Serves a route: the method it stands over must give what the route says it answers, and what it gives is parsed on its way out. */
export function Serves<R extends Route>(route: R) {
  const method = route.method === 'get' ? RequestMethod.GET : RequestMethod.POST;
  const serve = applyDecorators(
    RequestMapping({ path: `api/${route.path}`, method }),
    HttpCode(route.status ?? 200),
    UseInterceptors(new CheckedQuery(route.query), new CheckedAnswer(route.answer)),
  );
  return <Method extends Answering<R>>(target: object, name: string, method: TypedPropertyDescriptor<Method>): void =>
    serve(target, name, method);
}
