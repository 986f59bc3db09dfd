import { relative } from 'node:path';

import type { CommandDefinition } from '../../command.ts';

/** `ciclo plugin new`. */
export const pluginNewCommand: CommandDefinition = {
  usage: 'new <name>',
  summary: 'write a plugin that works, a stand-in for its provider and a test into `plugins/<name>`',
  examples: ['ciclo plugin new my-crm'],
  build: ({ command, act, config, say }) =>
    command.option('--folder <folder>', 'the folder of the workspace').action(
      act(async (name: string, options: { folder?: string }) => {
        const { workspaceDir } = config();
        const { newPlugin } = await import('../../../server/plugins/new-plugin.ts');
        const dir = options.folder ?? workspaceDir;
        const files = await newPlugin({ dir, id: name });
        for (const file of files) say(`Wrote ${relative('.', file)}`);
        say(`Check it:  ciclo plugin check ${relative('.', `${dir}/plugins/${name}`)}`);
        say(`Use it:    "${name}": { "use": "${name}", "config": { ... } } under "plugins" in ciclo.json`);
        return 0;
      }),
    ),
};
