/** The code of a new plugin: one action that works, to be changed. */
export const pluginText = (input: {
  id: string;
  name: string;
  variable: string;
}): string => `import { definePlugin, secret } from 'ciclo/plugin';
import { z } from 'zod';

/** Connects Ciclo with ${input.name}. */
export default definePlugin({
  id: '${input.id}',
  version: '1.0.0',
  name: '${input.name}',
  contract: 1,
  // What \`ciclo.json\` has under \`config\`. Secrets are named there: { "env": "${input.variable}" }.
  config: z.strictObject({
    url: z.url().default('https://api.example.com'),
    token: secret(),
  }),
  // Where it may connect; everything else is refused.
  hosts: ({ url }) => [new URL(url).host],
  // The provider's own hosts, to which secrets that are named after this plugin may go.
  ownHosts: ['api.example.com'],

  actions: (action) => ({
    upsertContact: action({
      title: 'Create or update a contact',
      input: z.strictObject({ email: z.email(), name: z.string().max(200).optional() }),
      output: z.object({ id: z.string() }),
      effect: 'write',
      // A second call with the same address changes nothing. See docs/plugins.md for the other kinds.
      idempotency: 'natural-key',
      async run(ctx, input) {
        const answer = await ctx.http({
          url: \`\${ctx.config.url}/contacts/\${encodeURIComponent(input.email)}\`,
          method: 'PUT',
          json: input,
          headers: { authorization: \`Bearer \${ctx.config.token}\` },
        });
        const contact = z.object({ id: z.string() }).safeParse(answer.json);
        if (answer.status === 200 && contact.success) {
          return { kind: 'done', output: contact.data, providerId: contact.data.id };
        }
        return ctx.failure(answer);
      },
    }),
  }),
});
`;
