import { z } from 'zod';

import { actionVersion, publishedCall } from '../../journey/action-version.ts';
import { checkCall, versionToPublish } from '../../journey/checks/check-call.ts';
import { isObject } from '../../json.ts';
import { keySchema } from '../key.ts';
import { outcomeSchema, templated } from './outcome-schema.ts';
import type { OutcomeType } from './outcome-type.ts';

const schema = outcomeSchema(
  'action',
  z.strictObject({
    plugin: keySchema.describe('A plugin instance of `ciclo.json`.'),
    action: z.string().min(1).max(60).describe('One of its actions.'),
    version: actionVersion.optional(),
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
    const { plugin, action: name, version, input = {} } = params;
    const call = { plugin, action: name, version, input };
    return checkCall({ call, path, plugins: context.plugins });
  },
  calls: (params) => [publishedCall(params)],
  publish: ({ params, context }) => {
    const version = versionToPublish({ call: params, plugins: context.plugins });
    if (version !== undefined) params.version = version;
  },
  perform: async ({ params, fill, ports }) => {
    const input = fill(params.input ?? {});
    await ports.callPlugin({
      ...publishedCall(params),
      input: isObject(input) ? input : {},
    });
  },
};
