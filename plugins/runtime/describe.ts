import { z } from 'zod';
import type { ActionInfo } from '../contract/actions/action.ts';
import type { Plugin } from '../contract/plugin.ts';

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' });

const describeAction = (action: ActionInfo) => ({
  title: action.title,
  version: action.version,
  ...action.effect,
  channel: action.channel,
  long: action.long,
  timeoutMs: action.timeoutMs,
  input: schemaOf(action.input, 'input'),
  output: schemaOf(action.output, 'output'),
});

/** A plugin as data, with JSON Schemas: for documents, editors and the validation of journeys. */
export const describePlugin = (plugin: Plugin) => ({
  id: plugin.id,
  version: plugin.version,
  name: plugin.name,
  config: schemaOf(plugin.config, 'input'),
  actions: Object.entries(plugin.actions).map(([name, action]) => ({
    name,
    ...describeAction(action),
    earlier: action.earlier.map(describeAction),
  })),
  polls: Object.entries(plugin.polls).map(([name, { title }]) => ({ name, title })),
  webhooks: Object.entries(plugin.webhooks).map(([name, { title, maxBytes, verification }]) => ({
    name,
    title,
    maxBytes,
    verification,
  })),
});

export type PluginDescription = ReturnType<typeof describePlugin>;
