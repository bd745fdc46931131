import { z } from 'zod';
import { FatalError, type HubError, RecordError } from '../kit/errors.js';
import type { Answered } from '../kit/http.js';

const errorBody = z.looseObject({ errors: z.record(z.string(), z.unknown()) });

/**
 * What an answer means whatever its status says.
 * A wrong token is not refused: Jira goes on with nobody, who sees an empty site. Only a header tells.
 */
export function refusal({ status, headers, data }: Answered): HubError | undefined {
  if (headers['x-seraph-loginreason'] === 'AUTHENTICATED_FAILED') {
    // Counted as a 401, whatever it says: its own status, often a 404, tells nothing of what was asked for.
    return new FatalError(
      'Jira did not accept the e-mail and API token of this connection: the token may have expired; make a new one, and give it to this connection',
      { status: 401 },
    );
  }
  const fields = status === 400 ? refusedFields(data) : [];
  return fields.length === 0 ? undefined : new RecordError(`Jira refused the fields ${fields.join(', ')}${advice(fields)}`, { status });
}

/** By the keys alone: the words are in the account's language, and may repeat what somebody wrote. */
function refusedFields(data: unknown): readonly string[] {
  const body = errorBody.safeParse(data);
  return body.success ? Object.keys(body.data.errors) : [];
}

const advice = (fields: readonly string[]) =>
  fields.includes('labels') ? ': the create screen of the project needs the field Labels, by which an issue is found again' : '';
