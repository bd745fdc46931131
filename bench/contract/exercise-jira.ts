import jira from '../../connectors/jira/index.js';
import { createIssue } from '../../connectors/jira/operations/create-issue.js';
import { newIssue } from '../../connectors/jira/operations/new-issue.js';
import type { JiraConfig } from '../../connectors/jira/source.js';
import type { OpenConnection } from '../../connectors/kit/connector.js';
import { generateCompany } from '../../simulators/company/company.js';
import { forJira } from '../../simulators/company/for-jira.js';
import { startJira } from '../../simulators/jira/jira.js';
import type { Exchange } from '../../simulators/kit/simulator.js';
import { amidRefusals, control, fails, makeEveryChange, opened, readEverything } from './exercise.js';

const EMAIL = 'hub@example.com';
const TOKEN = 'token';

/** Every request the connector makes of Jira, and the refusals it may meet. */
export async function exerciseJira(onExchange: (exchange: Exchange) => void): Promise<void> {
  const seed = forJira(generateCompany({ seed: 7 }));
  const vendor = await startJira({ seed, email: EMAIL, apiToken: TOKEN, indexLagMs: 0, onExchange });
  const [project] = seed.projects;
  const config = {
    site: 'acme',
    email: EMAIL,
    apiToken: TOKEN,
    url: vendor.url,
    projects: seed.projects.map(({ key }) => key),
    storyPointsField: 'customfield_10016',
  };
  const change = newIssue.parse({
    projectKey: project?.key,
    issueTypeName: 'Task',
    summary: 'Talk about workload',
    description: 'One.\n\nTwo.',
    labels: ['listening'],
    dueOn: '2026-12-31',
  });
  const connection = opened(jira, config) as OpenConnection<JiraConfig>; // its configuration was just parsed by this connector
  const looking = (projectKey: string) => createIssue.find(connection, { ...change, projectKey }, 'another');
  try {
    await readEverything(jira, connection);
    await makeEveryChange(jira, connection, { 'issue.create': change });

    await fails('an expired token', () => readEverything(jira, opened(jira, { ...config, apiToken: 'expired' })));
    await fails('an unknown project', () => readEverything(jira, opened(jira, { ...config, projects: ['NOWHERE'] })));
    await fails('an unknown type', () => createIssue.apply(connection, { ...change, issueTypeName: 'No such type' }, 'another'));
    await looking('NOWHERE');
    await createIssue.readBack(connection, change, 'another', '999999'); // an issue that is not there
    await control(vendor, 'hide-field', { field: 'labels', hidden: true });
    await fails('labels that are not on the screen', () => makeEveryChange(jira, connection, { 'issue.create': change }));
    await amidRefusals(vendor, [429, 500, 503], () => looking(change.projectKey));
  } finally {
    await vendor.close();
  }
}
