import type { Command } from 'commander';
import { connectors } from '../../connectors/index.js';
import { typed } from '../config/typed.js';
import { Connections } from '../connections/connections.js';
import { atTheDesk, common, type CommonOptions, table } from './command.js';
import { readJsonFile } from './read-json-file.js';

const NEXT = 'Nothing was changed. What a configuration holds is in the README of its connector';

export function connectionsCommand(program: Command): void {
  const group = program.command('connections').description('the sources this tenant uses');

  common(group.command('add <name> <connector>'))
    .description(`configure a connection; the connector is one of: ${Object.keys(connectors).join(', ')}`)
    .requiredOption('--config <file>', 'a JSON file with the configuration; kept sealed, never shown again')
    .action((name: string, connector: string, options: CommonOptions & { config: string }) => {
      const wanted = { name, connector, config: readJsonFile(options.config, NEXT) };
      return atTheDesk(options, async ({ app, actor, tenantId }) => {
        const connections = app.get(Connections, { strict: false });
        const { id, title } = await connections.add(tenantId, actor, wanted, new AbortController().signal);
        const opened = await connections.open(tenantId, actor, id, new AbortController().signal);
        const readAnew = await connections.readAnew(tenantId, actor, opened);
        const anotherKey = await connections.goesOnWithAnotherKey(tenantId, actor, opened);
        return {
          json: { id, name, connector, readAnew, anotherKey },
          lines: [
            `${name} reads ${title}, and answers. Read it with: ${typed(`sync ${name}`)}`,
            ...(readAnew.length === 0
              ? []
              : [`Where or what it reads was changed: the next sync reads everything of ${readAnew.join(', ')}, not only what is new.`]),
            ...(anotherKey
              ? [
                  `It was read with another key before, and the next sync goes on from there. If this one is shown more, that comes with: ${typed(`sync ${name} --full`)}`,
                ]
              : []),
          ],
        };
      });
    });

  common(group.command('list')).action((options: CommonOptions) =>
    atTheDesk(options, async ({ app, actor, tenantId }) => {
      const all = await app.get(Connections, { strict: false }).list(tenantId, actor);
      const lines =
        all.length === 0
          ? [`no connection yet; add one with: ${typed('connections add NAME CONNECTOR --config FILE')}`]
          : table([['name', 'connector', 'writes'], ...all.map(({ name, connector, writes }) => [name, connector, writes])]);
      return { json: { connections: all }, lines };
    }),
  );
}
