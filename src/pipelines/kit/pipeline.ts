import type { z } from 'zod';

/**
 * Turns canonical records into findings for a person to decide on. Pure: the same input gives the same findings,
 * and whatever it needs beside the input (a model, an engine) is handed to `run`.
 */
export interface Pipeline<Input extends z.ZodType, Finding extends z.ZodType, Engine = undefined> {
  readonly name: string;
  /** Goes up with every change that may change a finding; findings record it. */
  readonly version: number;
  readonly input: Input;
  readonly finding: Finding;
  run(input: z.output<Input>, engine: Engine): Promise<readonly z.output<Finding>[]>;
}

/** Adds nothing at run time: it lets TypeScript infer and check the literal. */
export const definePipeline = <Input extends z.ZodType, Finding extends z.ZodType, Engine = undefined>(
  pipeline: Pipeline<Input, Finding, Engine>,
): Pipeline<Input, Finding, Engine> => pipeline;
