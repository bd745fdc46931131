import { basename, join } from 'node:path';
import { FatalError, TransientError } from '../kit/errors.js';

/** Does something with a file or a folder, and says of a refusal which one it was about. */
export async function atFile<Done>(path: string, work: () => Promise<Done>): Promise<Done> {
  try {
    return await work();
  } catch (error) {
    throw whichFile(error, path);
  }
}

/** Says of a refusal which file it is about: a folder holds many, and who reads what became of a sync did not type the path. */
export function whichFile(error: unknown, path: string): unknown {
  if (!(error instanceof FatalError || error instanceof TransientError)) return error;
  const { file } = error.context;
  const at = typeof file !== 'string' || file === basename(path) ? path : join(path, file);
  const said = `${at}: ${error.message}`;
  if (error instanceof FatalError) return new FatalError(said, error.context, { cause: error });
  return new TransientError(said, error.retryAfterMs, error.context, { cause: error });
}
