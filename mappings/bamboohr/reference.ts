import { z } from 'zod';
import { bamboohr } from '../../connectors/bamboohr/source.js';
import type { PersonReference } from '../canonical/reference.js';

/** The only part of the configuration that matters here. */
const settings = z.object({ subdomain: bamboohr.source.config.shape.subdomain });

/** Somebody by the id BambooHR never changes. */
export type EmployeeReference = (id: string) => PersonReference;

/** Every company counts its people from one: number 7 of one and number 7 of another are two people, so the kind says whose. */
export const employeeKind = (config: unknown): string => `bamboohr.employee@${settings.parse(config).subdomain}`;

/** @param config of the connection; without one it names nobody, and only what is made from which field may be asked. */
export function employeesOf(config: unknown): EmployeeReference {
  const kind = config === undefined ? undefined : employeeKind(config);
  return (id) => {
    if (kind === undefined) throw new Error('whose employees these are is not known without the configuration of their connection');
    return { kind, value: id };
  };
}

/** BambooHR sends an empty value as null, as '' or not at all. */
export const orNull = (value: string | null | undefined): string | null =>
  value === undefined || value === null || value === '' || value === '0000-00-00' ? null : value;
