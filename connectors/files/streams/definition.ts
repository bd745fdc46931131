import { z } from 'zod';
import { files } from '../source.js';

/** What the map says of the survey itself, as one record beside the rows. */
export const fileDefinition = z.object({ $key: z.string().min(1), map: z.looseObject({}) });

/** All this connector needs to know of a map: whether a survey is defined in it, and by which key. */
const definesSurvey = z.looseObject({ as: z.literal('survey'), survey: z.looseObject({ key: z.string().min(1) }) });

/**
 * The survey that the rows answer: one record, from the connection's map; none where the map defines no survey.
 * Read it after `rows`: a survey without its answers is worse than none.
 */
export const definition = files.stream({
  name: 'definition',
  reference: 'https://www.rfc-editor.org/rfc/rfc8259',
  record: fileDefinition,
  key: ({ $key }) => $key,
  checkpoint: z.object({}),
  deletes: 'never',
  requested: () => [],
  sensitivity: { rest: 'internal' },
  cost: () => 0,

  async *read({ config }) {
    const { success, data } = definesSurvey.safeParse(config.map);
    yield { records: success ? [{ $key: data.survey.key, map: data }] : [], checkpoint: {} };
  },
});
