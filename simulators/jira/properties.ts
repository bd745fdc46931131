import type { Ledger } from '../kit/ledger.js';
import { type Handler, jsonBody, rawBody } from '../kit/simulator.js';
import { refusal } from './errors.js';
import { baseOf, pathParameter } from './request.js';
import type { JiraSite } from './site.js';
import { visibleIssue } from './visible-issue.js';

/** Vendor sheet section 5.4. A property is no issue field: setting one leaves `updated` alone, and no JQL finds it. */
export function propertyHandlers(site: JiraSite, ledger: Ledger): Readonly<Record<string, Handler>> {
  return {
    'GET /rest/api/3/issue/:idOrKey/properties'(request, response) {
      const issue = visibleIssue(site, request, response);
      const self = (key: string) => `${baseOf(request)}/rest/api/3/issue/${issue.id}/properties/${encodeURIComponent(key)}`;
      response.json({ keys: [...issue.properties.keys()].map((key) => ({ key, self: self(key) })) });
    },
    'GET /rest/api/3/issue/:idOrKey/properties/:key'(request, response) {
      const key = pathParameter(request, 'key');
      const { properties } = visibleIssue(site, request, response);
      if (!properties.has(key)) throw propertyNotFound(key);
      response.json({ key, value: properties.get(key) });
    },
    'PUT /rest/api/3/issue/:idOrKey/properties/:key'(request, response) {
      const key = pathParameter(request, 'key');
      const issue = visibleIssue(site, request, response);
      const added = acceptableProperties([{ key, value: jsonBody(request) }], rawBody(request).length);
      const isNew = !issue.properties.has(key);
      site.put({ ...issue, properties: new Map([...issue.properties, ...added]) });
      ledger.record({ kind: 'issue-property.set', target: issue.id, values: { key, value: added.get(key) } });
      response.status(isNew ? 201 : 200).end();
    },
    'DELETE /rest/api/3/issue/:idOrKey/properties/:key'(request, response) {
      const key = pathParameter(request, 'key');
      const issue = visibleIssue(site, request, response);
      if (!issue.properties.has(key)) throw propertyNotFound(key);
      site.put({ ...issue, properties: new Map([...issue.properties].filter(([name]) => name !== key)) });
      ledger.record({ kind: 'issue-property.delete', target: issue.id, values: { key } });
      response.status(204).end();
    },
  };
}

export const propertyNotFound = (key: string) => refusal(404, [`The property '${key}' does not exist.`]);

const LONGEST_KEY = 255;
const LONGEST_VALUE = 32_768;

/**
 * @param sentLength characters of the value as it was sent, where the body is the value.
 * @throws Refusal when one of them is too long or empty; then none of them is kept.
 */
export function acceptableProperties(
  properties: readonly { key: string; value?: unknown }[],
  sentLength?: number,
): ReadonlyMap<string, unknown> {
  for (const { key, value } of properties) {
    if (key === '' || key.length > LONGEST_KEY) throw refusal(400, [`The property key must have 1 to ${LONGEST_KEY} characters.`]);
    if (value === undefined) throw refusal(400, ['The property value must be valid, non-empty JSON.']);
    if ((sentLength ?? JSON.stringify(value).length) > LONGEST_VALUE) {
      throw refusal(400, [`The property value must not be longer than ${LONGEST_VALUE} characters.`]);
    }
  }
  return new Map(properties.map(({ key, value }) => [key, value]));
}
