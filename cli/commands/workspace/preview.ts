import type { CommandDefinition } from '../../command.ts';
import { tellWorkspace } from '../../which-workspace.ts';

type Options = {
  readonly for?: string;
  readonly locale?: string;
  readonly channel?: string;
  readonly out?: string;
  readonly open?: boolean;
  readonly html?: boolean;
  readonly json?: boolean;
  readonly workspace?: string;
};

/** `ciclo preview`. */
export const previewCommand: CommandDefinition = {
  usage: 'preview <message>',
  summary: 'show a message of the workspace as a person would get it; nothing is sent',
  group: 'Workspace',
  examples: ['ciclo preview welcome', 'ciclo preview welcome --for ana@example.com --locale es --open'],
  build: ({ command, act, config, connect, say }) =>
    command
      .option(
        '--for <file|person>',
        'a JSON file with a sample or a person, or a person of the running engine',
      )
      .option('--locale <locale>', 'the locale of the person, such as `es`')
      .option('--channel <channel>', 'refuse a message of another channel')
      .option('--html', 'also print the HTML')
      .option('--out <folder>', 'write HTML, text, headers and links into a folder')
      .option('--open', 'open the HTML in the browser')
      .option('--json', 'everything as JSON')
      .option('--workspace <folder>', 'the workspace')
      .action(
        act(async (key: string, options: Options) => {
          const { runPreview } = await import('../../preview/run-preview.ts');
          const { locale, channel, out, open = false, html = false, json = false } = options;
          const quiet = json ? () => undefined : say;
          return runPreview({
            key,
            dir: await tellWorkspace({ folder: options.workspace, config: config(), say: quiet }),
            person: options.for,
            locale,
            channel,
            out,
            isOpened: open,
            withHtml: html,
            json,
            defaultFrom: config().from,
            connect,
            now: Date.now(),
            say,
          });
        }),
      ),
};
