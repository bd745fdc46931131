import { z } from 'zod';
import type { OpenConnection } from '../../kit/connector.js';
import { differences, notShown } from '../../kit/differences.js';
import { bamboohr, type BamboohrConfig } from '../source.js';
import { storedValue } from '../stored-value.js';

const employeePath = (id: string) => `/v1/employees/${encodeURIComponent(id)}`;
const employeeAnswer = z.record(z.string(), z.unknown());

const change = z.object({
  employeeId: z.string().min(1),
  fields: z.record(z.string(), z.string()),
});

/** A field the key's user may not see is omitted from the answer, not refused: it is left out here too, and is no null. */
async function heldBy({ http }: OpenConnection<BamboohrConfig>, { employeeId, fields }: z.output<typeof change>) {
  const answer = await http.read({ url: employeePath(employeeId), params: { fields: Object.keys(fields).join(',') } }, employeeAnswer);
  return Object.fromEntries(Object.keys(fields).flatMap((name) => (name in answer ? [[name, answer[name]]] : [])));
}

/** Sets the named fields of one employee and leaves every other field alone. */
export const updateEmployee = bamboohr.operation({
  name: 'employee.update',
  reference: 'https://documentation.bamboohr.com/reference/update-employee',
  change,
  repeat: 'safe',
  lagMs: ({ longestInFlightMs }) => longestInFlightMs, // a field is seen at once; but a slow write may land long after we stopped listening
  precondition: 'unchanged-since-preview',
  entity: ({ employeeId }) => `employee:${employeeId}`,

  present: heldBy,

  async apply({ http }, { employeeId, fields }) {
    await http.write({ method: 'POST', url: employeePath(employeeId), data: fields }, z.unknown()); // the body is empty in the documentation and not in life
    return { reference: employeeId };
  },

  /** A field leaves no mark of its own: it was set if it holds what we wanted. */
  async find(connection, wanted) {
    const held = await heldBy(connection, wanted);
    if (differences({ normalise: storedValue }, wanted.fields, held).length > 0) return { seen: 'absent' };
    return notShown(wanted.fields, held).length > 0 ? { seen: 'cannot-tell' } : { seen: 'found', reference: wanted.employeeId };
  },

  readBack: heldBy,
  expected: ({ fields }) => fields,
  normalise: storedValue,
});
