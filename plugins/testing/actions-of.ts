import type { ActionInfo } from '../contract/actions/action.ts';
import type { Plugin } from '../contract/plugin.ts';

/** Every version of every action of a plugin, and the name of its example: `send`, and `send@1` of an earlier version. */
export const actionsOf = (
  plugin: Pick<Plugin, 'actions'>,
): readonly { readonly name: string; readonly action: ActionInfo; readonly example: string }[] =>
  Object.entries(plugin.actions).flatMap(([name, newest]) => [
    { name, action: newest, example: name },
    ...newest.earlier.map((action) => ({ name, action, example: `${name}@${action.version}` })),
  ]);
