import { ZodError } from 'zod';
import type { Mapped, Mapping } from '../../mappings/kit/mapping.js';

export interface Landed {
  readonly key: string;
  readonly raw: unknown;
}
export interface MappedRecord extends Mapped {
  readonly key: string;
  readonly mapping: string;
}
export interface Misfit extends Landed {
  readonly path: string;
  readonly reason: string;
}

const NUL = String.raw`\u0000`; // as JSON writes it

/** Maps a batch. A raw record that fails one of its mappings makes nothing at all: half a record is worse than one that waits. */
export function mapRaw(landed: readonly Landed[], mappings: readonly Mapping[]): { mapped: MappedRecord[]; misfits: Misfit[] } {
  const mapped: MappedRecord[] = [];
  const misfits: Misfit[] = [];
  for (const { key, raw } of landed) {
    try {
      const made = mappings.flatMap((mapping) => mapping.map(raw).map((one) => ({ ...one, key, mapping: mapping.name })));
      if (JSON.stringify(made).includes(NUL)) misfits.push({ key, raw, path: '', reason: 'holds a character (NUL) that no text may hold' });
      else mapped.push(...made);
    } catch (cause) {
      if (!(cause instanceof ZodError)) throw cause;
      const issue = cause.issues[0];
      misfits.push({ key, raw, path: issue?.path.join('.') ?? '', reason: issue?.message ?? 'does not make a canonical record' });
    }
  }
  return { mapped, misfits };
}
