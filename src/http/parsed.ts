import { BadRequestException, Body, Param, type PipeTransform, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type PathParameter, pathParameters } from './route.js';

/** Parses at the door. @throws BadRequestException saying what is wrong where, without the value. */
export class Parsed implements PipeTransform<unknown, unknown> {
  constructor(
    private readonly schema: z.ZodType,
    private readonly what: string,
  ) {}

  transform(given: unknown): unknown {
    const parsed = this.schema.safeParse(given);
    if (parsed.success) return parsed.data;
    throw new BadRequestException(
      parsed.error.issues.map(({ path, message }) => `${[this.what, ...path.map(String)].join('.')}: ${message}`).join('; '),
    );
  }
}

export const ParsedBody = (schema: z.ZodType): ParameterDecorator => Body(new Parsed(schema, 'body'));
export const ParsedQuery = (schema: z.ZodType): ParameterDecorator => Query(new Parsed(schema, 'query'));
export const Named = (parameter: PathParameter): ParameterDecorator => Param(parameter, new Parsed(pathParameters[parameter], parameter));
