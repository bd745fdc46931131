import openapiTypescript, { astToString } from 'openapi-typescript';
import { describeApi } from './openapi.js';

/** The API as TypeScript types: what `web/src/api.generated.ts` has to say, to the letter. */
export async function apiTypes(): Promise<string> {
  const types = await openapiTypescript(JSON.stringify(describeApi()));
  return `// Made from the API's own schemas by \`npm run api\`. Do not edit.\n${astToString(types)}`;
}
