import { failureCode, failureMessage } from './file-access.js';

export type EmbeddedPostgresFault =
  | 'PACKAGE_MISSING'
  | 'SYSTEM_USER_MISSING'
  | 'ACCESS_DENIED'
  | 'DISK_FULL'
  | 'BINARIES_UNUSABLE'
  | 'INITDB_FAILED'
  | 'START_FAILED'
  | 'PORT_UNAVAILABLE'
  | 'VERSION_MISMATCH'
  | 'STOP_FAILED'
  | 'HOME_BUSY';

/** The embedded server cannot be had. The message is one paragraph for the person at the keyboard: what is wrong, and what to do. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresFault;

  constructor(code: EmbeddedPostgresFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}

/** What every message may end with: the way out that always works. */
export const OWN_SERVER_HINT = 'or set DATABASE_URL to a PostgreSQL server of your own';

/** Puts a failure of the operating system into words; anything else rises as it is. */
export function explainFailure(failure: unknown, home: string): unknown {
  switch (failureCode(failure)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new EmbeddedPostgresError('DISK_FULL', diskFull(home, failureMessage(failure)), { cause: failure });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new EmbeddedPostgresError('ACCESS_DENIED', accessDenied(home, failureMessage(failure)), { cause: failure });
    case 'ENOENT': // so Node names a read-only file system when it makes a folder and those above it
      return isMakingFolder(failure)
        ? new EmbeddedPostgresError('ACCESS_DENIED', accessDenied(home, failureMessage(failure)), { cause: failure })
        : failure;
    case 'EEXIST':
    case 'ENOTDIR':
      return isMakingFolder(failure)
        ? new EmbeddedPostgresError('ACCESS_DENIED', noFolder(home, failureMessage(failure)), { cause: failure })
        : failure;
    default:
      return failure;
  }
}

/** The same for what one of PostgreSQL's own programs printed before it gave up. */
export function faultOf(printed: string, otherwise: EmbeddedPostgresFault): EmbeddedPostgresFault {
  if (/No space left on device|Disk quota exceeded/i.test(printed)) return 'DISK_FULL';
  if (/Permission denied|Read-only file system/i.test(printed)) return 'ACCESS_DENIED';
  return otherwise;
}

const isMakingFolder = (failure: unknown) =>
  typeof failure === 'object' && failure !== null && 'syscall' in failure && failure.syscall === 'mkdir';

const noFolder = (home: string, detail: string) =>
  `the embedded database is to be kept in the folder ${home}, and there is a file there or on the way to it (${detail}): name another folder as PLUMBLINE_HOME, ${OWN_SERVER_HINT}`;

const diskFull = (home: string, detail: string) =>
  `the disk is full, so the embedded database of ${home} cannot be kept there (${detail}): free some space (a new database takes about 50 MB, its binaries 60 MB), ${OWN_SERVER_HINT}`;

const accessDenied = (home: string, detail: string) =>
  `the embedded database of ${home} cannot be started because the system refused access (${detail}): run as the user who started it first, make the folder writable, ${OWN_SERVER_HINT}`;
