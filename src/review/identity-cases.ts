import { BadRequestException, ConflictException, Injectable, NotFoundException, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { typed } from '../config/typed.js';
import type { Actor } from '../database/actor.js';
import { count, firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import type { IdentityAnswer } from '../people/answer-question.js';
import { People } from '../people/people.js';
import { Consequences } from './consequences.js';
import type { Decided } from './decision.js';
import { openCase } from './open-case.js';

const KIND = 'identity';
const PREFIX = 'identity:';
const idRow = z.object({ id: z.uuid() });

/**
 * Questions of who is who as cases. To approve is to say: somebody new, or, of an identifier, whose the sources say it is now, and always was.
 * To edit names the `personId`, and `from` where an identifier was handed over on that day. To reject leaves it nobody's.
 */
@Injectable()
export class IdentityCases implements OnModuleInit {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly people: People,
    private readonly consequences: Consequences,
  ) {}

  onModuleInit(): void {
    this.consequences.register(
      KIND,
      async (tx, tenantId, _actor, decided) => {
        await this.people.answer(tx, tenantId, questionOf(decided.subject), answerOf(decided));
      },
      { edits: named },
    );
  }

  /** Opens a case for every open question that has none, and closes those the sources answered meanwhile. @returns how many wait now. */
  openForQuestions(tenantId: string, actor: Actor): Promise<{ opened: number; waiting: number }> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const asked = await rows(
        tx,
        idRow,
        `select q.id from identity_question q where q.state = 'open'
           and not exists (select from review_case c where c.kind = $1 and c.subject = $2 || q.id) order by q.asked_at, q.id`,
        [KIND, PREFIX],
      );
      for (const { id } of asked) await openCase(tx, tenantId, { kind: KIND, subject: `${PREFIX}${id}` });
      await closeAnswered(tx);
      const waiting = await firstRow(
        tx,
        z.object({ waiting: count }),
        `select count(*) as waiting from review_case where kind = $1 and state = 'open'`,
        [KIND],
      );
      return { opened: asked.length, waiting: waiting?.waiting ?? 0 };
    });
  }

  /** The case of each open question. */
  async caseOf(tenantId: string, actor: Actor): Promise<Map<string, { id: string; state: string }>> {
    const known = await this.tenancy.inTenant(tenantId, actor, (tx) =>
      rows(
        tx,
        z.object({ question: z.uuid(), id: z.uuid(), state: z.string() }),
        `select q.id as question, c.id, c.state from identity_question q join review_case c on c.kind = $1 and c.subject = $2 || q.id where q.state = 'open'`,
        [KIND, PREFIX],
      ),
    );
    return new Map(known.map(({ question, ...found }) => [question, found]));
  }

  /**
   * Takes a decision back and asks once more, as a new case. @returns its id.
   * @throws ConflictException when nothing was decided on it, AskedWronglyError when something newer was asked since.
   */
  async askAgain(tenantId: string, actor: Actor, caseId: string): Promise<string> {
    if (!idRow.shape.id.safeParse(caseId).success) throw new NotFoundException(noCase(caseId));
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const found = await firstRow(
        tx,
        z.object({ subject: z.string(), state: z.string() }),
        `select subject, state from review_case where kind = $1 and id = $2`,
        [KIND, caseId],
      );
      if (found === undefined) throw new NotFoundException(noCase(caseId));
      if (found.state !== 'decided') throw new ConflictException(`nobody has decided the case ${caseId}; it is ${found.state}`);
      const asked = await this.people.askAgain(tx, tenantId, questionOf(found.subject));
      return (await openCase(tx, tenantId, { kind: KIND, subject: `${PREFIX}${asked}` })).id;
    });
  }
}

/** Whoever is deciding one of them right now is told that it is no longer asked; that case is closed the next time. */
async function closeAnswered(tx: Tx): Promise<void> {
  const over = await rows(
    tx,
    idRow,
    `update review_case set state = 'superseded' where id in (
       select c.id from review_case c join identity_question q on c.subject = $2 || q.id
       where c.kind = $1 and c.state = 'open' and q.state <> 'open' for update of c skip locked) returning id`,
    [KIND, PREFIX],
  );
  for (const { id } of over) await recordAudit(tx, { event: 'case.superseded', subject: `case:${id}`, details: { kind: KIND } });
}

const noCase = (caseId: string): string => `there is no identity case ${caseId}; see them with: ${typed('people unclear')}`;

const questionOf = (subject: string): string => subject.slice(PREFIX.length);

const named = z.strictObject({ personId: z.string(), from: z.string().optional() });

function answerOf({ decision, edited }: Decided): IdentityAnswer {
  if (decision === 'approve') return { kind: 'as-proposed' };
  const { success, data } = named.safeParse(edited);
  if (!success) throw new BadRequestException('say who it is: personId, and from where an identifier was handed over on a day');
  return { kind: 'person', personId: data.personId, ...(data.from === undefined ? {} : { from: data.from }) };
}
