import { z } from 'zod';
import { bytes, count, rows, type Tx } from '../database/rows.js';
import { blockHash, LEAF_BYTES, leavesOf, NOTHING_BEFORE } from './block.js';

const BLOCKS_AT_ONCE = 1_000;
const ENTRIES_AT_ONCE = 10_000;

const blockRow = z.object({ number: count, upto: z.string(), entries: count, leaves: bytes, previous: bytes, hash: bytes });
type Block = z.output<typeof blockRow>;
const entryRow = z.object({ turn: z.string().transform(BigInt), id: z.string(), hash: bytes });
type Entry = z.output<typeof entryRow>;

/** What is not as it was sealed. */
export interface Breach {
  readonly block: number;
  readonly what: 'entry-changed' | 'entry-missing' | 'entry-added' | 'block-missing' | 'block-changed';
  /** Its place in the block, from 1, where it is an entry. */
  readonly place?: number;
  /** The entry, where it is there. */
  readonly entryId?: string;
}

export interface Verification {
  readonly blocks: number;
  readonly entries: number;
  /** Written since, and in no block yet. */
  readonly unsealed: number;
  readonly breaches: readonly Breach[];
  /** The last block's hash: with it, whoever kept one earlier sees whether the chain still leads to it. */
  readonly head: Buffer;
}

/** As many are told one by one; a chain that is broken in more places is broken. */
const MOST_BREACHES = 100;

/** Reads the whole chain of the transaction's tenant, and every entry, once, in order. In a transaction that sees one state. */
export async function verifyAudit(tx: Tx, tenantId: string): Promise<Verification> {
  const reader = new EntryReader(tx);
  const breaches: Breach[] = [];
  const tell = (breach: Breach) => void (breaches.length < MOST_BREACHES && breaches.push(breach));
  const seen = { blocks: 0, entries: 0, number: 0 };
  let head: Buffer = NOTHING_BEFORE;
  for await (const block of blocksOf(tx)) {
    for (let number = seen.number + 1; number < block.number; number += 1) tell({ block: number, what: 'block-missing' });
    const entries = await reader.before(block.upto);
    // What stood in a block that is gone comes before; which of it was there nobody can tell any more.
    const isNext = block.number === seen.number + 1;
    judge(tenantId, block, isNext ? entries : entries.slice(-block.entries), isNext ? head : block.previous).forEach(tell);
    seen.blocks += 1;
    seen.entries += entries.length;
    seen.number = block.number;
    head = block.hash;
  }
  const unsealed = await reader.rest();
  return { blocks: seen.blocks, entries: seen.entries, unsealed, breaches, head };
}

function judge(tenantId: string, block: Block, entries: readonly Entry[], previous: Buffer): Breach[] {
  const { number, upto } = block;
  const hashes = Buffer.concat(entries.map(({ hash }) => hash));
  const leaves = leavesOf(hashes);
  const holds = blockHash({ tenantId, number, upto, previous, entries: hashes }).equals(block.hash);
  if (holds && leaves.equals(block.leaves) && block.previous.equals(previous)) return [];
  const inEntries = holds ? [] : explain(block, entries, leaves);
  return inEntries.length > 0 ? inEntries : [{ block: number, what: 'block-changed' }];
}

/** Which of a block's entries are other than when they were sealed: those between what is the same at its beginning and at its end. */
function explain(block: Block, entries: readonly Entry[], leaves: Buffer): Breach[] {
  const [sealed, now] = [leavesIn(block.leaves), leavesIn(leaves)];
  const shorter = Math.min(sealed.length, now.length);
  let before = 0;
  while (before < shorter && sealed[before] === now[before]) before += 1;
  let after = 0;
  while (after < shorter - before && sealed.at(-1 - after) === now.at(-1 - after)) after += 1;

  const breach = (what: Breach['what'], place: number): Breach => {
    const entry = entries[place];
    return {
      block: block.number,
      what,
      place: place + 1,
      ...(entry === undefined || what === 'entry-missing' ? {} : { entryId: entry.id }),
    };
  };
  const between = Array.from({ length: Math.max(sealed.length, now.length) - before - after }, (_nothing, at) => before + at);
  return between.flatMap((place) => {
    if (place >= sealed.length - after) return [breach('entry-added', place)];
    if (place >= now.length - after) return [breach('entry-missing', place)];
    return sealed[place] === now[place] ? [] : [breach('entry-changed', place)];
  });
}

const leavesIn = (leaves: Buffer): string[] =>
  Array.from({ length: leaves.length / LEAF_BYTES }, (_nothing, at) => leaves.toString('hex', at * LEAF_BYTES, (at + 1) * LEAF_BYTES));

async function* blocksOf(tx: Tx): AsyncGenerator<Block> {
  for (let after = 0; ;) {
    const page = await rows(
      tx,
      blockRow,
      `select number, upto::text, entries, leaves, previous, hash from audit_block where number > $1 order by number limit ${BLOCKS_AT_ONCE}`,
      [after],
    );
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < BLOCKS_AT_ONCE) return;
    after = last.number;
  }
}

/** Entries in the order of the chain, read in pages as they are wanted. */
class EntryReader {
  #page: readonly Entry[] = [];
  #next = 0;
  #isOpen = false;

  constructor(private readonly tx: Tx) {}

  /** Those of earlier turns than that, from where the last ones ended. */
  async before(upto: string): Promise<Entry[]> {
    const limit = BigInt(upto);
    const taken: Entry[] = [];
    for (let entry = await this.#look(); entry !== undefined && entry.turn < limit; entry = await this.#look()) {
      taken.push(entry);
      this.#next += 1;
    }
    return taken;
  }

  /** How many are left. */
  async rest(): Promise<number> {
    let left = 0;
    for (; (await this.#look()) !== undefined; this.#next = this.#page.length) left += this.#page.length - this.#next;
    return left;
  }

  async #look(): Promise<Entry | undefined> {
    if (this.#next === this.#page.length) {
      this.#page = await this.#read();
      this.#next = 0;
    }
    return this.#page[this.#next];
  }

  /** By a cursor, so that they are put in order once. */
  async #read(): Promise<readonly Entry[]> {
    if (!this.#isOpen)
      await this.tx.query(
        `declare audit_entries no scroll cursor for
         select e.turn::text, e.id, sha256(convert_to(audit_text(e), 'UTF8')) as hash from audit_entry e order by e.turn, e.seq`,
      );
    this.#isOpen = true;
    return rows(this.tx, entryRow, `fetch ${ENTRIES_AT_ONCE} from audit_entries`);
  }
}
