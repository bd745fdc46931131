import { existsSync } from 'node:fs';
import { join } from 'node:path';

const NEEDED = 24;

/** The Node to work with: this one where it is new enough, else the one that came as a package. */
export function runtime(root) {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath;
  const packages = [
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ];
  const places = packages.flatMap((name) => ['bin/node', 'bin/node.exe', 'node.exe'].map((file) => join(root, 'node_modules', name, file)));
  const found = places.find((place) => existsSync(place));
  if (found) return found;
  throw new Error(
    `Plumbline runs on Node ${NEEDED}; this is ${process.versions.node}, and there is no package with a newer one for ${process.platform} on ${process.arch}. Install Node ${NEEDED} and run the command again.`,
  );
}
