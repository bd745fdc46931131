import createClient from 'openapi-fetch';
import type { components, operations, paths } from '../api.generated';

export const api = createClient<paths>({ headers: { 'content-type': 'application/json' } });

type Schemas = components['schemas'];
export type Tenant = Schemas['Tenant'];
export type Connection = Schemas['Connection'];
export type StreamRun = Schemas['StreamRun'];
export type Quarantined = Schemas['Quarantined'];
export type Finding = Schemas['Finding'];
export type Case = Schemas['Case'];
export type DecisionTaken = Schemas['DecisionTaken'];
export type Message = Schemas['Message'];
export type RatingThenAndNow = NonNullable<operations['readCase']['responses'][200]['content']['application/json']['rating']>;
export type Standing = operations['lookAtStanding']['responses'][200]['content']['application/json'];
export type FieldDifference = Schemas['FieldDifference'];
export type ReconciliationReport = Schemas['ReconciliationReport'];
export type ReportRow = ReconciliationReport['rows'][number];

/** What the hub refused, in its own words. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
    this.name = 'Refused';
  }
}

/** The answer itself. @throws Refused with the sentence the hub said. */
export async function answered<Data>(
  asking: Promise<{ data?: Data; error?: { error: { message: string } }; response: Response }>,
): Promise<Data> {
  const { data, error, response } = await asking;
  if (data !== undefined) return data;
  throw new Refused(error?.error.message ?? `the hub answered ${response.status}`, response.status);
}

/** Whether nobody can say what became of what was asked: there was no answer, or not from where it is done. */
export const isUnanswered = (thrown: unknown): boolean => !(thrown instanceof Refused) || thrown.status >= 500;

/** A sentence for the person, whatever was thrown. */
export function inWords(thrown: unknown): string {
  if (thrown instanceof Refused) return sentence(thrown.message);
  if (thrown instanceof TypeError) return 'The hub does not answer. Is it still running?';
  return thrown instanceof Error ? sentence(thrown.message) : String(thrown);
}

const sentence = (clause: string): string => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}${/[.?!]$/.test(clause) ? '' : '.'}`;
