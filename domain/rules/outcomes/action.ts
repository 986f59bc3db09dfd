import { z } from 'zod';

import { checkCall } from '../../journey/checks/check-call.ts';
import { isObject } from '../../json.ts';
import { keySchema } from '../key.ts';
import { outcomeSchema, templated } from './outcome-schema.ts';
import type { OutcomeType } from './outcome-type.ts';

const schema = outcomeSchema(
  'action',
  z.strictObject({
    plugin: keySchema.describe('A plugin instance of `ciclo.json`.'),
    action: z.string().min(1).max(60).describe('One of its actions.'),
    input: z.record(z.string(), z.json()).optional().describe(`Its input. ${templated}`),
  }),
  'Calls an action of a plugin.',
);

/** Calls an action of a plugin. */
export const action: OutcomeType<z.infer<typeof schema>> = {
  type: 'action',
  schema,
  templates: ({ input }) => [{ value: input, field: 'input' }],
  check: ({ params, context, path }) => {
    const call = { plugin: params.plugin, action: params.action, input: params.input ?? {} };
    return checkCall({ call, path, plugins: context.plugins });
  },
  perform: async ({ params, fill, ports }) => {
    const input = fill(params.input ?? {});
    await ports.callPlugin({
      plugin: params.plugin,
      action: params.action,
      input: isObject(input) ? input : {},
    });
  },
};
