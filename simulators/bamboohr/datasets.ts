import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Ledger } from '../kit/ledger.js';
import { type Handler, jsonBody } from '../kit/simulator.js';
import { correlate, ownUrl, refuseWithProblem } from './answers.js';
import type { Company } from './company.js';
import { ask, type Asked } from './dataset-query.js';
import { select, shown } from './dataset-rows.js';

const pageNumber = z.coerce.number().int();

/** The one dataset we know (vendor sheet section 3.4). */
const dataset = { name: 'employee', label: 'Employee' } as const;

/** The bulk reads. */
export const datasetHandlers = (company: Company, ledger: Ledger): Readonly<Record<string, Handler>> => ({
  'GET /api/v1_2/datasets': (request, response) => {
    correlate(request, response);
    response.json({ datasets: [dataset] });
  },
  'GET /api/v1_2/datasets/:name/fields': (request, response) => {
    if (request.params['name'] !== dataset.name) return refuseDataset(request, response, 422);
    correlate(request, response);
    response.json(describeFields(company, request));
  },
  'POST /api/v2/datasets/:name/data': (request, response) => {
    if (request.params['name'] !== dataset.name) return refuseDataset(request, response, 404);
    const asked = ask(company, jsonBody(request));
    if ('detail' in asked) return refuseWithProblem(request, response, asked);
    correlate(request, response);
    response.json(answerTo(company, ledger, asked, request));
  },
});

const refuseDataset = (request: Request, response: Response, status: 404 | 422): void =>
  refuseWithProblem(request, response, {
    status,
    title: 'Dataset not found',
    detail: 'The dataset does not exist',
    code: 'DATASET_NOT_FOUND',
  });

/** Only what the user may see; a page beyond the ends is the nearest one. */
function describeFields(company: Company, request: Request) {
  const size = Math.min(Math.max(pageNumber.catch(500).parse(request.query['page_size'] ?? 500), 1), 1000);
  const described = company.fields.all
    .filter(({ alias }) => company.permissions.maySee(alias))
    .flatMap(({ alias, name }) =>
      company.fields.datasetNamesOf(alias).map((datasetName) => ({ name: datasetName, label: name, ...parentOf(alias) })),
    );
  const pages = Math.max(1, Math.ceil(described.length / size));
  const page = Math.min(Math.max(pageNumber.catch(1).parse(request.query['page'] ?? 1), 1), pages);
  const pagination = {
    total_records: described.length,
    current_page: page,
    total_pages: pages,
    next_page: page < pages ? page + 1 : null,
    prev_page: page > 1 ? page - 1 : null,
  };
  return { pagination, ...dataset, fields: described.slice((page - 1) * size, page * size) };
}

const parentOf = (alias: string) =>
  alias.startsWith('custom')
    ? { parentType: 'page', parentName: 'Custom', entityName: 'custom' }
    : { parentType: 'page', parentName: 'Personal', entityName: 'personal' };

function answerTo(company: Company, ledger: Ledger, asked: Asked, request: Request) {
  const { fields, page, pageSize } = asked;
  const selected = select(company, asked);
  const rows = selected.slice((page - 1) * pageSize, page * pageSize);
  ledger.serve('employees', rows.length);
  const totalPages = Math.ceil(selected.length / pageSize);
  const link = (to: number) => (to >= 1 && to <= totalPages ? `${ownUrl(request)}${request.path}?page=${to}&pageSize=${pageSize}` : null);
  return {
    data: rows.map((employee) => ({ fields: shown(company, employee, fields) })),
    links: { next: link(page + 1), prev: link(page - 1) },
    meta: { page, pageSize, totalPages, totalItems: selected.length },
  };
}
