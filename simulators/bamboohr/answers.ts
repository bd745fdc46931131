import type { Request, Response } from 'express';
import { randomUUID } from 'node:crypto';
import { isMoney, inOneLine, type Stored } from './values.js';
import { element, xmlDocument } from './xml.js';

/** Older endpoints speak XML unless asked (vendor sheet section 0). */
export const wantsJson = (request: Request): boolean => (request.get('accept') ?? '').includes('application/json');

/** Answers in the format the client accepts. */
export function answer(request: Request, response: Response, json: unknown, xml: () => string): void {
  if (wantsJson(request)) return void response.json(json);
  response.type('text/xml').send(xmlDocument(xml()));
}

/** Success without a body, as most writes end (vendor sheet section 4). */
export const answerEmpty = (response: Response, status = 200): void => void response.status(status).type('text/html').end();

/** A refusal of the older endpoints: the reason in a header, the body empty (vendor sheet section 6). */
export function refuse(response: Response, status: number, reason: string): void {
  response.setHeader('X-BambooHR-Error-Message', reason.replace(/[^\x20-\x7e]/g, '?')); // a header takes no more
  answerEmpty(response, status);
}

export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** A refusal of the dataset endpoints, after RFC 7807. */
export function refuseWithProblem(request: Request, response: Response, problem: Problem): void {
  correlate(request, response);
  response.status(problem.status).type('application/problem+json');
  response.send(JSON.stringify({ type: 'about:blank', instance: request.path, ...problem }));
}

/** Dataset endpoints echo the client's `X-Request-ID`, or make one. */
export function correlate(request: Request, response: Response): void {
  response.setHeader('X-Request-ID', request.get('x-request-id') ?? randomUUID());
}

/** `<field id="rate" currency="USD">68000.00</field>` */
export function fieldElement(id: string, value: Stored): string {
  if (isMoney(value)) return element('field', { id, currency: value.currency }, value.value);
  return element('field', { id }, inOneLine(value) ?? '');
}

/** Where the client reached us, for links. */
export const ownUrl = (request: Request): string => `${request.protocol}://${request.get('host') ?? 'localhost'}`;
