import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AskedWronglyError } from '../connectors/kit/errors.js';
import type { Exchange } from '../simulators/kit/simulator.js';
import { checkExchange } from './contract/check-exchange.js';
import { exerciseBamboohr } from './contract/exercise-bamboohr.js';
import { exerciseJira } from './contract/exercise-jira.js';
import { readSpecification, type Specification } from './contract/specification.js';

/** What runs a connector against its simulated vendor, telling every exchange. */
type Exercise = (onExchange: (exchange: Exchange) => void) => Promise<void>;
const exercises: Readonly<Record<string, Exercise>> = { bamboohr: exerciseBamboohr, jira: exerciseJira };

export interface ContractResult {
  readonly bench: 'contract';
  readonly vendor: string;
  /** Held against the document, each with its parameters and its body. */
  readonly requests: number;
  /** Of those the ones for whose body there is a schema. */
  readonly answers: number;
  readonly violations: number;
  /** Each of them once. */
  readonly found: readonly string[];
  /** Refusals the vendor's document does not list, each of them once. */
  readonly unlisted: readonly string[];
}

/** Holds everything a connector says, and everything its simulated vendor answers, against what the vendor itself publishes. */
export async function contract(args: readonly string[]): Promise<number> {
  const { specs } = typedOptions(args);
  if (specs === undefined) {
    console.error('no specifications given: NOTHING WAS CHECKED; give them with --specs DIR');
    console.log(JSON.stringify({ bench: 'contract', checked: 0 }));
    return 0;
  }
  let violations = 0;
  for (const [vendor, exercise] of Object.entries(exercises)) {
    const file = (await documentsIn(specs)).find((name) => name.startsWith(`${vendor}.`) && /\.(json|ya?ml)$/.test(name));
    if (file === undefined) {
      console.error(`no specification of ${vendor} in ${specs}: NOTHING OF IT WAS CHECKED`);
      console.log(JSON.stringify({ bench: 'contract', vendor, checked: 0 }));
      continue;
    }
    const result = await measure(vendor, exercise, await readSpecification(join(specs, file)));
    console.log(JSON.stringify(result));
    violations += result.violations;
  }
  return violations === 0 ? 0 : 1;
}

function typedOptions(args: readonly string[]): { specs?: string | undefined } {
  try {
    return parseArgs({ args: [...args], options: { specs: { type: 'string' } } }).values;
  } catch (cause) {
    throw new AskedWronglyError(
      `contract takes --specs DIR and nothing else: ${cause instanceof Error ? cause.message : ''}`,
      {},
      { cause },
    );
  }
}

async function documentsIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new AskedWronglyError(
      `the folder of specifications ${folder} cannot be read; give one that is there with --specs DIR`,
      {},
      { cause },
    );
  }
}

export async function measure(vendor: string, exercise: Exercise, specification: Specification): Promise<ContractResult> {
  const exchanges: Exchange[] = [];
  await exercise((exchange) => exchanges.push(exchange));
  const verdicts = exchanges.map((exchange) => checkExchange(specification, exchange));
  const violations = verdicts.flatMap((verdict) => verdict.violations);
  return {
    bench: 'contract',
    vendor,
    requests: exchanges.length,
    answers: verdicts.filter(({ answerHeld }) => answerHeld).length,
    violations: violations.length,
    found: [...new Set(violations)],
    unlisted: [...new Set(verdicts.flatMap(({ unlisted }) => unlisted))],
  };
}
