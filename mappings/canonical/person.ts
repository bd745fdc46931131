import { z } from 'zod';
import { day, personReference } from './reference.js';

/** Somebody who works for the tenant, as every part of the hub knows them. */
export const person = z.object({
  displayName: z.string().min(1),
  workEmail: z.email().nullable(),
  /** First day of work: a calendar date where the job is, not an instant. */
  hiredOn: day,
  employment: z.enum(['active', 'ended']),
  /** Every identifier this source knows them by, the immutable one first. */
  identifiers: z.array(personReference).min(1),
});
export type Person = z.infer<typeof person>;

/** Where somebody works from a day on, until a later row says otherwise. */
export const employment = z.object({
  person: personReference,
  effectiveOn: day,
  /** Whether it holds from that day on. Else it is how things stood when it was read, in an employment that began on that day. */
  isDated: z.boolean().default(true),
  endedOn: day.nullable(),
  division: z.string().nullable(),
  department: z.string().nullable(),
  team: z.string().nullable(),
  location: z.string().nullable(),
  level: z.string().nullable(),
  jobTitle: z.string().nullable(),
  manager: personReference.nullable(),
});
export type Employment = z.infer<typeof employment>;
