import { z } from 'zod';
import type { Ledger } from '../kit/ledger.js';
import type { Handler } from '../kit/simulator.js';
import { notOnScreen } from './edits.js';
import { refusal } from './errors.js';
import { moveToStatus } from './history.js';
import { statusJson, type View } from './issue-json.js';
import { baseOf, isAuthenticated, listParameter, pathParameter, readBody, textParameter } from './request.js';
import type { JiraStatus } from './seed.js';
import type { JiraSite } from './site.js';
import { visibleIssue } from './visible-issue.js';

const transitionBody = z.object({
  transition: z.object({ id: z.coerce.string() }).nullish(),
  fields: z.record(z.string(), z.unknown()).nullish(),
  update: z.record(z.string(), z.unknown()).nullish(),
});

/** Vendor sheet section 5.3: a simplified workflow, whose transitions lead from everywhere, also from where they lead to. */
export function transitionHandlers(site: JiraSite, ledger: Ledger): Readonly<Record<string, Handler>> {
  return {
    'GET /rest/api/3/issue/:idOrKey/transitions'(request, response) {
      const issue = site.find(pathParameter(request, 'idOrKey'));
      const isVisible = issue !== undefined && !issue.isHidden && isAuthenticated(response);
      const only = textParameter(request, 'transitionId');
      const withFields = listParameter(request, 'expand')?.includes('transitions.fields') ?? false;
      // An issue that is missing or forbidden has no transitions; that is all Jira says.
      const offered = isVisible ? workflow(site).filter(({ id }) => only === undefined || id === only) : [];
      const view = { site, base: baseOf(request) };
      response.json({
        expand: 'transitions',
        transitions: offered.map(({ id, status }) => ({
          ...transitionJson(view, id, status, status.id === issue?.statusId),
          ...(withFields && { fields: {} }),
        })),
      });
    },
    'POST /rest/api/3/issue/:idOrKey/transitions'(request, response) {
      const issue = visibleIssue(site, request, response);
      const { transition, fields, update } = readBody(request, transitionBody);
      if (!transition) throw refusal(400, ["Missing 'transition' identifier"]);
      const chosen = workflow(site).find(({ id }) => id === transition.id);
      if (chosen === undefined) throw refusal(400, [`Transition id '${transition.id}' is not valid for this issue.`]);
      const refused = Object.keys({ ...fields, ...update }); // these transitions have no screen
      if (refused.length > 0) throw refusal(400, [], Object.fromEntries(refused.map((field) => [field, notOnScreen(field)])));
      moveToStatus(site, issue, chosen.status.id, site.account.accountId);
      const { id, name } = chosen.status;
      ledger.record({ kind: 'issue.transition', target: issue.id, values: { transition: { id: chosen.id }, status: { id, name } } });
      response.status(204).end();
    },
  };
}

/** Ids as a workflow editor numbers them: 11, 21, 31, which are not the ids of the statuses. */
const workflow = ({ statuses }: JiraSite) => statuses.map((status, index) => ({ id: `${index + 1}1`, status }));

const transitionJson = (view: View, id: string, { id: statusId, name }: JiraStatus, isLooped: boolean) => ({
  ...{ id, name },
  to: statusJson(view, statusId),
  hasScreen: false,
  isGlobal: true,
  isInitial: false,
  isAvailable: true,
  isConditional: false,
  isLooped,
});
