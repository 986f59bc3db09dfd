import { keyOfFile } from '../documents/check-key.ts';
import type { JourneyContext, MessageFacts, PluginFacts } from '../journey/journey-context.ts';
import type { CompiledMessage } from '../messages/compile-message.ts';
import type { ObjectDefinition } from '../objects/definition.ts';
import { withShipped } from '../objects/shipped.ts';
import type { Checked } from '../problem.ts';
import { channelsInUse, type PluginCatalog, pluginFactsOf } from './plugin-catalog.ts';
import type { SettingsFacts } from './read/read-settings.ts';
import type { SortedFiles, WorkspaceFile } from './workspace-files.ts';

const keysOf = (files: readonly WorkspaceFile[]): ReadonlySet<string> =>
  new Set(files.map(({ file }) => keyOfFile(file)));

/** The fields of a record among the variables of a message. */
export const recordFieldsIn = (variables: readonly string[]): readonly string[] =>
  variables.flatMap((name) => (name.startsWith('record.') ? [name.slice('record.'.length)] : []));

const messageFacts = (message: CompiledMessage): MessageFacts => ({
  channel: message.channel,
  class: message.class,
  topic: message.topic,
  steps: message.steps,
  record: recordFieldsIn(message.variables),
  caps: message.caps,
  quietHours: message.quietHours,
});

const factsOfInstances = (input: {
  instances: ReadonlyMap<string, string>;
  plugins: PluginCatalog | undefined;
}): ReadonlyMap<string, PluginFacts> =>
  new Map([...input.instances].map(([name, use]) => [name, pluginFactsOf({ use, plugins: input.plugins })]));

/**
 * What journeys and rules can refer to. Files count by their names, so that one that is broken still exists; without
 * `facts`, since ciclo.json could not be read, nothing is known of what that file names.
 */
export const contextOf = (input: {
  sorted: SortedFiles;
  facts: SettingsFacts | undefined;
  messages: ReadonlyMap<string, Checked<CompiledMessage>>;
  plugins: PluginCatalog | undefined;
  /** The objects of the workspace that could be read. */
  objects: readonly ObjectDefinition[];
}): JourneyContext => {
  const { sorted, facts, messages, plugins, objects } = input;
  const instances = facts?.plugins;
  return {
    messages: new Map(
      [...messages].map(([key, read]) => [key, read.ok ? messageFacts(read.value) : undefined]),
    ),
    offers: keysOf(sorted.offers),
    programs: keysOf(sorted.programs),
    segments: keysOf(sorted.segments),
    journeys: keysOf(sorted.journeys),
    plugins: instances === undefined ? undefined : factsOfInstances({ instances, plugins }),
    channels: instances === undefined ? undefined : channelsInUse({ uses: instances.values(), plugins }),
    topics: facts?.topics,
    stages: facts?.stages,
    teams: facts?.teams,
    objects: new Map([
      ...sorted.objects.map(({ file }): [string, undefined] => [keyOfFile(file), undefined]),
      ...withShipped(objects),
    ]),
    caps: facts?.caps ?? [],
    quietHours: facts?.quietHours ?? [],
  };
};
