import { userInfo } from 'node:os';

/** Whose process this is: by name, or by number where the system knows no name for it, as in a container that runs as any number. */
export function localUser(name: () => string = () => userInfo().username): string {
  try {
    return name();
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
