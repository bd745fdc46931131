import { z } from 'zod';
import { sessionRoutes } from './access/session.controller.js';
import { connectionsRoutes } from './connections/connections.controller.js';
import { findingsRoutes } from './findings/findings.controller.js';
import { errorAnswer, parametersOf, pathParameters, type Route, type Routes } from './http/route.js';
import { runsRoutes } from './ingest/runs.controller.js';
import { outboxRoutes } from './outbox/outbox.controller.js';
import { tenantsRoutes } from './policy/tenants.controller.js';
import { reconciliationRoutes } from './reconciliation/reconciliation.controller.js';
import { casesRoutes } from './review/cases.controller.js';

export const openApiRoutes = {
  read: {
    id: 'readOpenApi',
    method: 'get',
    path: 'openapi.json',
    summary: 'This document',
    answer: z.looseObject({ openapi: z.literal('3.1.0') }),
  },
} as const satisfies Routes;

/** Every road into the API. A test holds this against what is really served. */
export const routes: readonly Route[] = [
  openApiRoutes,
  sessionRoutes,
  tenantsRoutes,
  connectionsRoutes,
  runsRoutes,
  findingsRoutes,
  casesRoutes,
  outboxRoutes,
  reconciliationRoutes,
].flatMap((feature: Routes) => Object.values(feature));

type JsonSchema = z.core.JSONSchema.JSONSchema;

const operation = z.looseObject({
  operationId: z.string(),
  responses: z.record(
    z.string(),
    z.looseObject({ content: z.object({ 'application/json': z.object({ schema: z.record(z.string(), z.unknown()) }) }) }),
  ),
});

/** As much of OpenAPI 3.1 as the hub says about itself. */
export const openApiDocument = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});
export type OpenApiDocument = z.infer<typeof openApiDocument>;

/** The document, from the very schemas that requests and answers are parsed by. */
export function describeApi(described: readonly Route[] = routes): OpenApiDocument {
  const named: Record<string, JsonSchema> = {};
  const paths = Object.fromEntries(
    [...Map.groupBy(described, ({ path }) => `/api/${path.replaceAll(/:(\w+)/g, '{$1}')}`)].map(([path, some]) => [
      path,
      Object.fromEntries(some.map((route) => [route.method, describeRoute(route, named)])),
    ]),
  );
  return openApiDocument.parse({
    openapi: '3.1.0',
    info: { title: 'Plumbline', version: '1', description: 'A people-data hub that can prove what it did.' },
    paths,
    components: { schemas: named, securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'plumbline_{port}' } } },
    security: [{ session: [] }],
  });
}

function describeRoute(route: Route, named: Record<string, JsonSchema>) {
  const json = (schema: z.ZodType, io: 'input' | 'output') => ({ 'application/json': { schema: jsonSchema(schema, io, named) } });
  return {
    operationId: route.id,
    summary: route.summary,
    parameters: [
      ...parametersOf(route).map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: jsonSchema(pathParameters[name], 'input', named),
      })),
      ...Object.entries(route.query?.shape ?? {}).map(([name, schema]) => ({
        name,
        in: 'query',
        required: false,
        schema: jsonSchema(schema, 'input', named),
      })),
    ],
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: json(route.body, 'input') } }),
    responses: {
      [route.status ?? 200]: { description: route.summary, content: json(route.answer, 'output') },
      default: { description: 'what went wrong, in one sentence', content: json(errorAnswer, 'output') },
    },
  };
}

/** Zod's own JSON Schema, with instants as they are on the wire; what has a name goes to the named ones, once. */
function jsonSchema(schema: z.core.$ZodType, io: 'input' | 'output', named: Record<string, JsonSchema>): JsonSchema {
  const made = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: json }) => {
      if (zodSchema._zod.def.type === 'date') Object.assign(json, { type: 'string', format: 'date-time' });
    },
  });
  const inComponents: JsonSchema = JSON.parse(JSON.stringify(made), (key, value: unknown) =>
    key === '$ref' ? String(value).replace('#/$defs/', '#/components/schemas/') : value,
  );
  const { $schema: _dialect, id, $defs = {}, ...own } = inComponents;
  Object.assign(named, $defs);
  if (id === undefined) return own;
  named[id] = own;
  return { $ref: `#/components/schemas/${id}` };
}
