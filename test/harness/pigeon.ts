import { z } from 'zod';

import { definePlugin } from '../../plugins/contract.ts';

/** A text message a pigeon took. */
export type PigeonText = { readonly to: string; readonly text: string };

/** A second channel that takes every text message, and tells of each. */
export const createPigeon = (took: (text: PigeonText) => void = () => undefined) =>
  definePlugin({
    id: 'pigeon',
    version: '1.0.0',
    name: 'Pigeon',
    config: z.strictObject({}),
    hosts: () => [],
    actions: (action) => ({
      send: action({
        title: 'Send a text message',
        channel: 'sms',
        input: z.strictObject({ to: z.string(), text: z.string() }),
        output: z.object({ id: z.string() }),
        effect: 'write',
        idempotency: 'native-key',
        run: async (ctx, input) => {
          took(input);
          return { kind: 'done', output: { id: ctx.idempotencyKey }, providerId: ctx.idempotencyKey };
        },
      }),
    }),
  });

/** What a workspace says to send text messages by it. */
export const pigeonPost = {
  plugins: {
    mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
    pigeon: { use: 'pigeon', config: {} },
  },
  files: {
    'messages/short/message.json': {
      channel: 'sms',
      class: 'transactional',
      topic: 'news',
      sample: { profile: { traits: { firstName: 'Ana' } } },
    },
    'messages/short/body.hbs': 'Hello {{profile.traits.firstName}}.',
  },
};
