// Writes the console's types of the API from the API's own schemas. Run by `npm run api`.
import { writeFileSync } from 'node:fs';
import { apiTypes } from '../dist/src/api-types.js';

writeFileSync(new URL('../web/src/api.generated.ts', import.meta.url), await apiTypes());
