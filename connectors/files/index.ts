import { files } from './source.js';
import { definition } from './streams/definition.js';
import { rows } from './streams/rows.js';

export default files.connector({ streams: [rows, definition], operations: [] });
