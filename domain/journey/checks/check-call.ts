import type { Json } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import { unknownName } from './check-kit.ts';
import type { JourneyContext } from '../journey-context.ts';

/** A call of a plugin as a step or a rule writes it. */
export type WrittenCall = {
  readonly plugin: string;
  readonly action: string;
  readonly input: Json;
};

/**
 * What is wrong with a call of a plugin: an instance or an action there is not, or an input the action would
 * refuse. `path` is where the call stands in its file. Of plugins that are not at hand only the instance is asked for.
 */
export const checkCall = (input: {
  call: WrittenCall;
  path: string;
  step?: string;
  plugins: JourneyContext['plugins'];
}): readonly Problem[] => {
  const { call, path, plugins } = input;
  const at = input.step === undefined ? {} : { step: input.step };
  const plugin = plugins.get(call.plugin);
  if (plugin === undefined) {
    const none = 'There are no plugins yet; add `plugins` to ciclo.json.';
    const named = { kind: 'plugin instance', word: call.plugin, known: plugins.keys(), none };
    return [unknownName({ ...at, ...named, code: 'unknown-plugin', path: `${path}.plugin` })];
  }
  const { actions, checkInput } = plugin;
  if (actions === undefined) return [];
  if (!actions.includes(call.action)) {
    const none = 'It has none.';
    const named = { kind: `action of ${plugin.use}`, word: call.action, known: actions, none };
    return [unknownName({ ...at, ...named, code: 'unknown-action', path: `${path}.action` })];
  }
  const wrong = checkInput?.({ action: call.action, input: call.input }) ?? [];
  return wrong.map((problem) => ({ ...problem, ...at, path: `${path}.${problem.path}` }));
};
