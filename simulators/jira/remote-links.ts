import { z } from 'zod';
import type { Ledger } from '../kit/ledger.js';
import type { Handler } from '../kit/simulator.js';
import { refusal } from './errors.js';
import type { Issue, RemoteLink } from './issue.js';
import { baseOf, readBody, textParameter } from './request.js';
import type { JiraSite } from './site.js';
import { visibleIssue } from './visible-issue.js';

const linkBody = z.looseObject({
  globalId: z.string().nullish(),
  application: z.looseObject({}).nullish(),
  relationship: z.string().nullish(),
  object: z.looseObject({ url: z.string().nullish(), title: z.string().nullish() }).nullish(),
});

/** Vendor sheet section 5.5. */
export function remoteLinkHandlers(site: JiraSite, ledger: Ledger): Readonly<Record<string, Handler>> {
  return {
    'GET /rest/api/3/issue/:idOrKey/remotelink'(request, response) {
      const { id } = visibleIssue(site, request, response);
      const links = site.remoteLinks.of(id).map((link) => linkJson(baseOf(request), id, link));
      const globalId = textParameter(request, 'globalId');
      if (globalId === undefined) return void response.json(links);
      const link = links.find((one) => one.globalId === globalId);
      if (link === undefined) throw refusal(404, ['The remote issue link does not exist.']);
      return void response.json(link);
    },
    'POST /rest/api/3/issue/:idOrKey/remotelink'(request, response) {
      const issue = visibleIssue(site, request, response);
      const { link, isNew } = storeLink(site, issue, readBody(request, linkBody));
      ledger.record({ kind: 'remote-link.set', target: issue.id, values: { ...link } });
      response.status(isNew ? 201 : 200).json({ id: link.id, self: selfOf(baseOf(request), issue.id, link) });
    },
  };
}

/** The same `globalId` again is the same link, set anew: what this request leaves out is gone. */
function storeLink(site: JiraSite, issue: Issue, { globalId, application, relationship, object }: z.output<typeof linkBody>) {
  if (!object?.url) throw refusal(400, [], { url: "'url' is required." });
  if (!object.title) throw refusal(400, [], { title: "'title' is required." });
  if ((globalId?.length ?? 0) > 255) throw refusal(400, [], { globalId: "'globalId' must not exceed 255 characters." });
  const old = globalId ? site.remoteLinks.of(issue.id).find((link) => link.globalId === globalId) : undefined;
  const link: RemoteLink = {
    id: old?.id ?? site.nextPartId(),
    globalId: globalId ?? null,
    application: application ?? null,
    relationship: relationship ?? null,
    object: { summary: null, icon: null, status: null, ...object },
  };
  if (old === undefined) site.remoteLinks.add(issue.id, link);
  else site.remoteLinks.replace(issue.id, old, link);
  site.touch(issue);
  return { link, isNew: old === undefined };
}

const selfOf = (base: string, issueId: string, { id }: RemoteLink) => `${base}/rest/api/3/issue/${issueId}/remotelink/${id}`;

const linkJson = (base: string, issueId: string, link: RemoteLink) => ({ self: selfOf(base, issueId, link), ...link });
