import { z } from 'zod';

import { isJsonObject } from '../../json.ts';
import { checkCall, versionToPublish } from '../checks/check-call.ts';
import { actionVersion, publishedCall } from '../action-version.ts';
import { common, keySchema, templatedValue, typeOf } from '../step-fields.ts';
import type { Step } from '../steps.ts';
import type { StepType } from './step-type.ts';

const fields = z.strictObject({
  ...common,
  type: typeOf('action', 'Calls an action of a plugin; its result is `steps.<id>`.'),
  plugin: keySchema.describe('A plugin instance named in `ciclo.json`.'),
  action: z.string().min(1).max(60).describe('One of the actions of that plugin.'),
  version: actionVersion.optional(),
  input: z.record(z.string(), templatedValue).default({}).describe('Its input; values may be templates.'),
});
/** A call of a plugin, with the steps to take when it finally fails. */
export type ActionStep = z.infer<typeof fields> & { onFailure?: Step[] | undefined };

/** Calls an action of a plugin. */
export const action: StepType<ActionStep> = {
  type: 'action',
  schema: (stepsOf) =>
    fields.extend({ onFailure: stepsOf('The steps to take when it finally failed.').optional() }),
  branches: (step) => [{ name: 'failure', steps: step.onFailure ?? [], field: 'onFailure' }],
  templates: (step) => ({ value: step.input, field: 'input' }),
  gives: 'anything',
  checkReferences: ({ step, path, context }) =>
    checkCall({ call: step, path, step: step.id, plugins: context.plugins }),
  calls: (step) => [publishedCall(step)],
  publish: ({ step, context }) => {
    const version = versionToPublish({ call: step, plugins: context.plugins });
    if (version !== undefined) step.version = version;
  },
  actsOutside: true,
  told: 'acted',
  perform: async ({ step, fill, ports }) => {
    const filled = fill() ?? null;
    return ports.callPlugin({
      instance: step.plugin,
      action: step.action,
      version: publishedCall(step).version,
      input: isJsonObject(filled) ? filled : {},
    });
  },
};
