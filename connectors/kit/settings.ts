import { resolve } from 'node:path';
import { z } from 'zod';

/** The schema of something a person writes by hand: a key it does not know is a mistake, and is answered with those there are. */
export const settings = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `there is no setting ${issue.keys.join(', ')} here; there is: ${Object.keys(shape).join(', ')}`
        : undefined,
  });

/** A path on this machine, made whole as soon as it is read: whoever goes by it later may stand in another folder. */
export const wholePath = z
  .string()
  .min(1)
  .overwrite((path) => resolve(path));

/** Where a source is reached instead of its own host: a proxy, or a simulator. */
export const address = z.url({ protocol: /^https?$/, error: 'an address that begins with https:// or http://' });
