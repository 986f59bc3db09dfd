import colors from 'picocolors';

import type { CommandDefinition } from '../../command.ts';

/** `ciclo plugin check`. */
export const pluginCheckCommand: CommandDefinition = {
  usage: 'check <what>',
  summary:
    'load a plugin, hold it to the contract and run its tests with the conformance kit; a folder or an installed package',
  examples: ['ciclo plugin check plugins/my-crm', 'ciclo plugin check @acme/ciclo-crm'],
  build: ({ command, act, config, say }) =>
    command.action(
      act(async (what: string) => {
        const { workspaceDir } = config();
        const { checkPlugin } = await import('../../../server/plugins/check-plugin.ts');
        const checked = await checkPlugin({ dirs: ['.', workspaceDir], what });
        if (!checked.ok) {
          say(`${colors.red('Wrong:')} ${checked.why}`);
          return 1;
        }
        const { plugin, tests } = checked;
        say(`${colors.green('Good:')} ${plugin.id} ${plugin.version} conforms; ${tests} tests passed.`);
        return 0;
      }),
    ),
};
