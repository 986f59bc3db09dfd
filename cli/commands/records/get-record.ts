import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { toSecond } from '../../say-list.ts';
import { headOf, pathOf, recordSchema, valueText } from './record-answer.ts';

/** `ciclo records get <kind> <id>`: one record with its values; also one that was deleted. */
export const runGetRecord = async (input: {
  kind: string;
  id: string;
  json: boolean | undefined;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { kind, id, json, client, say } = input;
  const record = recordSchema.parse(await client.call({ path: pathOf(kind, id) }));
  if (json === true) {
    say(JSON.stringify(record, undefined, 2));
    return 0;
  }
  say(headOf(record));
  say(`made ${toSecond(record.createdAt)} UTC, changed ${toSecond(record.updatedAt)} UTC`);
  for (const [key, value] of Object.entries(record.data)) say(`${key}: ${valueText(value)}`);
  if (record.hidden !== undefined)
    say(`This key lacks personal-data, which it needs to see ${record.hidden.join(', ')}.`);
  return 0;
};

/** `ciclo records get`. */
export const getCommand: CommandDefinition = {
  usage: 'get <kind> <id>',
  summary: 'one record with its values; also one that was deleted',
  examples: ['ciclo records get deal r01J9', 'ciclo records get deal r01J9 --json'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--json', 'everything as JSON')
      .action(
        act(async (kind: string, id: string, { json }: { json?: boolean }) =>
          runGetRecord({ kind, id, json, client: await connect(), say }),
        ),
      ),
};
