import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { inPlainWords } from '../../connectors/kit/plain-words.js';
import { settings } from '../../connectors/kit/settings.js';
import { z } from 'zod';
import { type CurrentPolicy, type Policy, policy } from './policy.js';

/** A whole policy as a person edits it: all of it, and the version it was made from, so that nobody undoes what another set meanwhile. */
const policyFile = settings({ version: z.int().positive(), ...policy.shape });

/** What one version has that another has not, by path. */
export interface PolicyChange {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** @throws AskedWronglyError naming the path of everything that is wrong or missing. */
export function parsePolicyFile(written: unknown): { readonly version: number; readonly body: Policy } {
  const { success, data, error } = policyFile.safeParse(written, { error: inPlainWords });
  const wrong = success
    ? missingFrom(written, data)
    : error.issues.map(({ path, message }) => `${path.join('.') || 'the policy'}: ${message}`);
  if (success && wrong.length === 0) {
    const { version, ...body } = data;
    return { version, body };
  }
  throw new AskedWronglyError(`this is no policy that can be set, and nothing was changed. ${wrong.join('; ')}`);
}

/** As somebody edits it. */
export const asPolicyFile = ({ version, ...body }: CurrentPolicy): unknown => ({ version, ...body });

/** A policy is set whole: what is left out would silently go back to what it was at the beginning. */
function missingFrom(written: unknown, whole: Readonly<Record<string, unknown>>): string[] {
  const given = asRecord(written);
  return Object.entries(whole).flatMap(([section, value]) =>
    given[section] === undefined
      ? [`${section}: is missing, and a policy is set whole`]
      : Object.keys(asRecord(value)).flatMap((name) =>
          asRecord(given[section])[name] === undefined ? [`${section}.${name}: is missing, and a policy is set whole`] : [],
        ),
  );
}

/** Where two policies differ, down to the single value. */
export function changesBetween(before: unknown, after: unknown, path: readonly string[] = []): PolicyChange[] {
  if (!isRecord(before) || !isRecord(after))
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path: path.join('.'), before, after }];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
    changesBetween(before[name], after[name], [...path, name]),
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const asRecord = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});
