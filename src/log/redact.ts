/** Fields that may be logged as they are: ids, counts, durations, names of events, streams and states. */
const OPEN_FIELD =
  /(?:^|[a-z])(?:Id|Ids|Ms|Count|Version|At|On)$|^(?:id|event|stream|connection|connector|tenant|state|kind|code|status|read|landed|unchanged|quarantined|duplicate|attempt|attempts|seconds|port|topic|operation|pipeline|level|total|matched|url|address)$/;
const CREDENTIAL =
  /\b(?:bearer|basic)\s+[\w.~+/=-]+|(?<=\/\/)[^/\s:@]+:[^/\s@]+(?=@)|(?<=(?:key|token|secret|password)["']?\s*[=:]\s*["']?)[^\s"'&,;]+/gi;
const EMAIL = /[\w.+'-]+@[\w-]+(?:\.[\w-]+)+/g;

/**
 * Lets ids, counts and event names through and masks the rest: what is new in a log line is hidden until somebody decides otherwise.
 * Text of errors is kept for whoever mends them, without addresses and credentials.
 */
export function redact(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, redactField(name, value)]));
}

function redactField(name: string, value: unknown): unknown {
  if (value instanceof Error) return { name: value.name, message: scrub(value.message), stack: scrub(value.stack ?? '') };
  if (name === 'message' || name === 'text' || name === 'error' || name === 'err')
    return typeof value === 'string' ? scrub(value) : redactNested(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined)
    return OPEN_FIELD.test(name) || typeof value !== 'number' ? value : '[masked]';
  if (typeof value === 'string') return OPEN_FIELD.test(name) ? scrub(value) : '[masked]';
  return redactNested(value);
}

const redactNested = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? redact({ ...value }) : '[masked]';

const scrub = (text: string): string => text.replace(CREDENTIAL, '[credential]').replace(EMAIL, '[e-mail]');
