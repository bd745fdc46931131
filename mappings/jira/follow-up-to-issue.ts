import { defineWriteMapping } from '../kit/write-mapping.js';

/** An issue in the project the policy names for it. */
export const followUpToJira = defineWriteMapping({
  connector: 'jira',
  kind: 'follow-up',
  map: ({ title, text, dueOn }, { settings, decisionId }) => [
    {
      operation: 'issue.create',
      naturalKey: `follow-up ${decisionId}`,
      change: {
        projectKey: settings['projectKey'] ?? '',
        issueTypeName: settings['issueType'] ?? 'Task',
        summary: title,
        description: text,
        ...(dueOn === null ? {} : { dueOn }),
      },
    },
  ],
});
