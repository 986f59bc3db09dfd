import type { Json } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import { unknownName } from './check-kit.ts';
import type { JourneyContext } from '../journey-context.ts';

/** A call of a plugin as a step or a rule writes it. */
export type WrittenCall = {
  readonly plugin: string;
  readonly action: string;
  /** The version it stays with; the newest one at publication by default. */
  readonly version?: number | undefined;
  readonly input: Json;
};

const latest = (versions: readonly number[]): number => Math.max(0, ...versions);

/** What is wrong with the version that a call names, and that there is a newer one. */
const checkVersion = (input: {
  call: WrittenCall;
  use: string;
  versions: readonly number[];
}): readonly Problem[] => {
  const { call, use, versions } = input;
  const { action, version } = call;
  if (version === undefined || versions.length === 0) return [];
  const newest = latest(versions);
  const path = 'version';
  if (!versions.includes(version)) {
    const message = `\`${use}\` has no version ${version} of \`${action}\`.`;
    const hint = `There is ${versions.join(', ')}; without \`version\` it is ${newest}.`;
    return [{ code: 'unknown-action-version', path, message, hint, severity: 'error' }];
  }
  if (version === newest) return [];
  const message = `This stays with version ${version} of \`${action}\`; \`${use}\` has version ${newest}.`;
  const hint = `Leave \`version\` out once the input is what version ${newest} takes.`;
  return [{ code: 'older-action-version', path, message, hint, severity: 'warning' }];
};

/**
 * The version that a call is published with where it names none; undefined for the first one, and where nothing is known of the plugin.
 * A call that was published without a version is one of version 1.
 */
export const versionToPublish = (input: {
  call: Pick<WrittenCall, 'plugin' | 'action' | 'version'>;
  plugins: JourneyContext['plugins'];
}): number | undefined => {
  const { plugin, action, version } = input.call;
  if (version !== undefined) return version;
  const newest = latest(input.plugins?.get(plugin)?.versionsOf?.(action) ?? []);
  return newest > 1 ? newest : undefined;
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
  if (plugins === undefined) return [];
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
  const { action, version } = call;
  const ofVersion = checkVersion({ call, use: plugin.use, versions: plugin.versionsOf?.(action) ?? [] });
  const wrong = checkInput?.({ action, version, input: call.input }) ?? [];
  return [...ofVersion, ...wrong].map((problem) => ({ ...problem, ...at, path: `${path}.${problem.path}` }));
};
