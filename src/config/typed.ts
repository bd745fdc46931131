import { AsyncLocalStorage } from 'node:async_hooks';

/** How the hub that speaks was started: what a person has to type beside a command for it to reach this very hub. */
export interface StartedAs {
  /** As it is set in the environment; absent where the hub lives where it does by default. */
  readonly home?: string | undefined;
  /** The tenant that is acted in, where it is not the first one. */
  readonly tenant?: string | undefined;
}

let started: StartedAs = {};

/** Said once, by whatever starts a hub in this process. */
export function startedAs(how: StartedAs): void {
  started = how;
}

const spokenOf = new AsyncLocalStorage<string>();

/** Does work for one tenant, whichever the hub was started for: what is advised meanwhile is advised for that one. */
export const speakingOf = <Result>(tenant: string, work: () => Result): Result => spokenOf.run(tenant, work);

/** A command of this hub as somebody can type it: every piece of advice that names one goes through here. */
export function typed(command: string, how: StartedAs = asOfNow(), platform: NodeJS.Platform = process.platform): string {
  return `${typedFirst(how, platform)} ${command}${how.tenant === undefined ? '' : ` --tenant ${how.tenant}`}`;
}

/** What is typed before each command for it to reach this very hub. */
export function typedFirst({ home }: StartedAs = started, platform: NodeJS.Platform = process.platform): string {
  const line = 'npm run plumbline --';
  if (home === undefined) return line;
  return platform === 'win32' ? `set "PLUMBLINE_HOME=${home}" && ${line}` : `PLUMBLINE_HOME=${quoted(home)} ${line}`;
}

const asOfNow = (): StartedAs => ({ ...started, tenant: spokenOf.getStore() ?? started.tenant });

/** A path as a shell takes it for one. */
export const quoted = (path: string): string => (/^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`);

/** One name among several with commas between them, as it is understood when it is typed. */
export const quotedName = (name: string): string => (/[,"]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
