import { zipSync } from 'fflate';

/** A ZIP archive of one entry whose name is taken as it is: survey titles carry what file names should not (vendor sheet section 4.2). */
export const zipOf = (entryName: string, bytes: Uint8Array, modifiedAt: Date): Buffer =>
  Buffer.from(zipSync({ [entryName]: [bytes, { mtime: modifiedAt }] }));
