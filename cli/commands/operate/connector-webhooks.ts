import colors from 'picocolors';
import { z } from 'zod';

import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';

const endsSchema = z.looseObject({
  webhooks: z.array(
    z.looseObject({
      webhook: z.string(),
      url: z.string(),
      ok: z.boolean(),
      why: z.string().optional(),
      created: z.number().optional(),
      removed: z.number().optional(),
      refused: z.array(z.looseObject({ topic: z.string(), message: z.string() })).optional(),
      secret: z.string().optional(),
    }),
  ),
});

type Act = 'set-up' | 'remove';

/** `ciclo connectors set-up-webhooks <instance>` and `remove-webhooks`: 1 when it did not work, or nothing can be done by API. */
export const runConnectorWebhooks = async (input: {
  instance: string;
  act: Act;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { instance, act, client, say } = input;
  const path = `/api/connectors/${encodeURIComponent(instance)}/webhooks/${act}`;
  const { webhooks } = endsSchema.parse(await client.call({ path, body: {} }));
  if (webhooks.length === 0) say(`${instance} has no webhook that can be set up by API.`);
  for (const { webhook, url, ok, why = '', created = 0, removed = 0, refused = [], secret } of webhooks) {
    if (!ok) {
      say(`${colors.red('no')} ${webhook}: ${why}`);
      continue;
    }
    say(`${colors.green('ok')} ${webhook} at ${url}: ${created} made, ${removed} removed.`);
    for (const { topic, message } of refused) say(`   ${colors.yellow('not sent')} ${topic}: ${message}`);
    if (secret !== undefined)
      say(
        `   The provider made this secret and shows it only now: ${secret}\n   Set the variable that the config names to it.`,
      );
  }
  return webhooks.length > 0 && webhooks.every(({ ok }) => ok) ? 0 : 1;
};

const commandOf = (input: { act: Act; usage: string; summary: string }): CommandDefinition => ({
  usage: `${input.usage} <instance>`,
  summary: input.summary,
  examples: [`ciclo connectors ${input.usage} shop`],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (instance: string) =>
        runConnectorWebhooks({ instance, act: input.act, client: await connect(), say }),
      ),
    ),
});

export const setUpWebhooksCommand = commandOf({
  act: 'set-up',
  usage: 'set-up-webhooks',
  summary: 'have its provider send everything that Ciclo reads; what is there already stays',
});

export const removeWebhooksCommand = commandOf({
  act: 'remove',
  usage: 'remove-webhooks',
  summary: 'have its provider send nothing to Ciclo any more',
});
