import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { repeated } from '../../repeated.ts';
import { conversationSchema, headOf, pathOf } from './conversation-answer.ts';

type Options = {
  readonly state?: string;
  readonly assignee?: string;
  readonly team?: string;
  readonly tag?: readonly string[];
  readonly snooze?: string;
  readonly profile?: string;
};

/** Nothing after the option takes the value away. */
const orNull = (value: string | undefined): string | null | undefined => (value === '' ? null : value);

/** `ciclo conversations change <id>`: assigns, tags, snoozes, solves or reopens a conversation, or says with whom it is. */
export const runChangeConversation = async (input: {
  id: string;
  options: Options;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { id, options, client, say } = input;
  const body = {
    state: options.state,
    assignee: orNull(options.assignee),
    team: orNull(options.team),
    tags:
      options.tag === undefined || options.tag.length === 0
        ? undefined
        : options.tag.filter((tag) => tag !== ''),
    snoozedUntil: orNull(options.snooze),
    profile: options.profile,
  };
  const changed = await client.call({ path: pathOf(id), method: 'PATCH', body });
  say(headOf(conversationSchema.parse(changed)));
  return 0;
};

/** `ciclo conversations change`. */
export const changeCommand: CommandDefinition = {
  usage: 'change <id>',
  summary: 'assign, tag, snooze, solve or reopen a conversation, or say with whom it is',
  examples: [
    'ciclo conversations change c01J9 --assignee marta',
    'ciclo conversations change c01J9 --state solved',
    'ciclo conversations change c01J9 --snooze 2026-03-02T09:00:00Z',
  ],
  build: ({ command, act, connect, say }) =>
    command
      .option('--state <state>', 'open, waiting or solved')
      .option('--assignee <user>', 'who does it; nothing takes it away: --assignee=')
      .option('--team <team>', 'the team that does it')
      .option('--tag <tag>', 'a tag; all that are given are all it has', repeated, [])
      .option('--snooze <time>', 'leave it out of lists until then, or until the person writes')
      .option('--profile <id>', 'the person, of a conversation that has none yet')
      .action(
        act(async (id: string, options: Options) =>
          runChangeConversation({ id, options, client: await connect(), say }),
        ),
      ),
};
