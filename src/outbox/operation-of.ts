import type { AnyConnector, AnyOperation } from '../../connectors/kit/connector.js';
import { FatalError } from '../../connectors/kit/errors.js';

/** @throws FatalError when the connector does not have the operation, or has it no longer. */
export function operationNamed({ source, operations }: AnyConnector, name: string): AnyOperation<unknown> {
  const found = operations.find((operation) => operation.name === name);
  if (found) return found;
  throw new FatalError(`${source.title} has no operation ${name}; it has: ${operations.map((operation) => operation.name).join(', ')}`);
}
