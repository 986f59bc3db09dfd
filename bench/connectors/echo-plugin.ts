import { z } from 'zod';

import { definePlugin } from '../../plugins/contract.ts';

const answered = z.object({ note: z.object({ id: z.number(), state: z.string() }) });

/** A connector that does as little as one can: sends one body, and reads what comes back. */
export const echoPlugin = definePlugin({
  id: 'echo',
  version: '1.0.0',
  name: 'Echo',
  config: z.strictObject({ url: z.url() }),
  hosts: ({ url }) => [new URL(url).host],
  actions: (action) => ({
    set: action({
      title: 'Set a note',
      input: z.strictObject({ name: z.string().min(1), text: z.string() }),
      output: z.object({ state: z.string() }),
      effect: 'write',
      idempotency: 'natural-key',
      run: async (ctx, { name, text }) => {
        const answer = await ctx.http({
          url: `${ctx.config.url}/api/notes/${name}`,
          method: 'PUT',
          headers: { accept: 'application/json' },
          json: { text },
        });
        const read = answer.status === 200 ? answered.safeParse(answer.json).data : undefined;
        if (read === undefined) return ctx.failure(answer);
        const { id, state } = read.note;
        return { kind: 'done', output: { state }, providerId: String(id) };
      },
    }),
  }),
});
