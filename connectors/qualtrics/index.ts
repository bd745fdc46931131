import { qualtrics } from './source.js';
import { responses } from './streams/responses.js';
import { surveys } from './streams/surveys.js';

export default qualtrics.connector({
  streams: [surveys, responses],
  operations: [],
});
