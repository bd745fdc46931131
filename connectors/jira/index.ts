import { createIssue } from './operations/create-issue.js';
import { jira } from './source.js';
import { issues } from './streams/issues.js';

export default jira.connector({ streams: [issues], operations: [createIssue] });
