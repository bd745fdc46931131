import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../simulators/kit/simulator.js';
import { contract, measure } from './contract.js';
import { checkExchange } from './contract/check-exchange.js';
import { exerciseBamboohr } from './contract/exercise-bamboohr.js';
import { exerciseJira } from './contract/exercise-jira.js';
import { specificationOf } from './contract/specification.js';

/** A vendor that keeps boats. */
const harbour = specificationOf({
  openapi: '3.0.1',
  paths: {
    '/boats/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
      get: {
        parameters: [
          { $ref: '#/components/parameters/Fields' },
          { name: 'day', in: 'query', required: true, schema: { type: 'string', format: 'date' } },
        ],
        responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Boat' } } } }, 404: {} },
      },
      put: {
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Boat' } } } },
        responses: { 204: {} },
      },
    },
    '/boats/lost': { get: { responses: { '2XX': { content: { 'application/json': { schema: { type: 'array' } } } } } } },
  },
  components: {
    parameters: { Fields: { name: 'fields', in: 'query', schema: { type: 'array', items: { type: 'string' } } } },
    schemas: {
      Boat: {
        type: 'object',
        required: ['name'],
        additionalProperties: false,
        properties: {
          name: { type: 'string' },
          berth: { type: 'integer', nullable: true },
          crew: { type: 'array', items: { type: 'string' } },
        },
      },
    },
  },
});

const anExchange = (fields: Partial<Exchange> = {}): Exchange => ({
  vendor: 'harbour',
  method: 'GET',
  path: '/boats/7',
  query: '?day=2026-01-15',
  requestHeaders: {},
  requestBody: '',
  status: 200,
  responseType: 'application/json; charset=utf-8',
  responseBody: JSON.stringify({ name: 'Ida', berth: null, crew: ['Ada'] }),
  ...fields,
});
const put = {
  method: 'PUT',
  query: '',
  status: 204,
  responseType: '',
  responseBody: '',
  requestHeaders: { 'content-type': 'application/json' },
};

describe('an exchange', () => {
  test('counts as held where the document has a schema for its answer', () => {
    expect(checkExchange(harbour, anExchange()).answerHeld).toBe(true);
    expect(checkExchange(harbour, anExchange({ ...put, requestBody: '{"name":"Ida"}' })).answerHeld).toBe(false);
  });

  test.each([
    ['that keeps to all of it', {}],
    ['whose list comes as one parameter or as several', { query: '?day=2026-01-15&fields=name&fields=berth' }],
    ['with a body as documented', { ...put, requestBody: '{"name":"Ida"}' }],
    ['by a literal path that also fits a template', { path: '/boats/lost', query: '', responseBody: '[]' }],
    ['with a listed refusal', { status: 404, responseBody: '' }],
  ])('%s is none', (_what, fields) => {
    expect(checkExchange(harbour, anExchange(fields))).toMatchObject({ violations: [], unlisted: [] });
  });

  test.each([
    ['an unknown path', { path: '/ships/7' }, 'GET /ships/7: there is no such operation'],
    ['an unknown method', { method: 'DELETE' }, 'DELETE /boats/7: there is no such operation'],
    ['a path parameter of another type', { path: '/boats/seven' }, 'GET /boats/{id}: path id: / must be integer'],
    ['a parameter that is not there', { query: '' }, 'GET /boats/{id}: query day is missing'],
    ['a parameter of another format', { query: '?day=today' }, 'GET /boats/{id}: query day: / must match format "date"'],
    ['a parameter nobody documented', { query: '?day=2026-01-15&colour=red' }, 'GET /boats/{id}: query colour is not documented'],
    ['a body where there is none', { requestBody: '{}' }, 'GET /boats/{id}: a body is not documented'],
    ['no body where there must be one', put, 'PUT /boats/{id}: the body is missing'],
    [
      'a body of another type',
      { ...put, requestBody: 'x', requestHeaders: {} },
      'PUT /boats/{id}: a body of the type (none) is not documented',
    ],
    ['a body without a field', { ...put, requestBody: '{}' }, "PUT /boats/{id}: body / must have required property 'name'"],
    ['a success nobody documented', { status: 202 }, 'GET /boats/{id} 202: the status is not documented'],
    ['an answer of another type', { responseType: 'text/html' }, 'GET /boats/{id} 200: an answer of the type text/html is not documented'],
    ['an answer that is not JSON', { responseBody: 'Ida' }, 'GET /boats/{id} 200: answer is not JSON'],
    [
      'an answer with a field too many',
      { responseBody: '{"name":"Ida","owner":"x"}' },
      'GET /boats/{id} 200: answer / must NOT have additional properties (owner)',
    ],
    [
      'an answer with a wrong row',
      { responseBody: '{"name":"Ida","crew":["Ada",2]}' },
      'GET /boats/{id} 200: answer /crew/* must be string',
    ],
  ])('with %s is a violation', (_what, fields, violation) => {
    expect(checkExchange(harbour, anExchange(fields)).violations).toEqual([violation]);
  });

  test('with a refusal the document leaves out is told apart', () => {
    expect(checkExchange(harbour, anExchange({ status: 429, responseBody: '' }))).toEqual({
      violations: [],
      unlisted: ['GET /boats/{id} 429'],
      answerHeld: false,
    });
  });
});

/** Says of one operation something that is not so, and of the others nothing. */
const lying = (path: string, method: string) =>
  specificationOf({
    openapi: '3.1.0',
    paths: {
      [path]: {
        [method]: {
          responses: {
            200: { content: { 'application/json': { schema: { type: ['object', 'array'], minProperties: 1_000, minItems: 100_000 } } } },
            401: {},
          },
        },
      },
    },
  });

test.each([
  [
    'bamboohr',
    exerciseBamboohr,
    '/api/v1/meta/fields',
    'GET /api/v1/meta/fields 200: answer / must NOT have fewer than 100000 items',
    'POST /api/v2/datasets/employee/data: there is no such operation',
  ],
  [
    'jira',
    exerciseJira,
    '/rest/api/3/myself',
    'GET /rest/api/3/myself 200: answer / must NOT have fewer than 1000 properties',
    'POST /rest/api/3/issue: there is no such operation',
  ],
])('what %s says is held against the document', async (vendor, exercise, path, lie, unknown) => {
  const result = await measure(vendor, exercise, lying(path, 'get'));

  expect(result.requests).toBeGreaterThan(20);
  expect(result.found).toEqual(expect.arrayContaining([lie, unknown]));
  expect(result.violations).toBeGreaterThanOrEqual(result.found.length);
});

test('without documents nothing is checked, and that is said', async () => {
  const [log, error] = [console.log, console.error];
  const said: string[] = [];
  console.log = console.error = (line: string) => said.push(line);
  try {
    expect(await contract([])).toBe(0);
  } finally {
    [console.log, console.error] = [log, error];
  }

  expect(said).toEqual(['no specifications given: NOTHING WAS CHECKED; give them with --specs DIR', '{"bench":"contract","checked":0}']);
});
