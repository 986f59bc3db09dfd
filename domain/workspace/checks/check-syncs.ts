import { suggest } from '../../documents/nearest.ts';
import { formatPath } from '../../documents/path.ts';
import { own } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import type { PluginCatalog } from '../plugin-catalog.ts';
import type { TenantSettings } from '../tenant-settings.ts';

const fault = (input: Omit<Problem, 'severity'>): Problem => ({ ...input, severity: 'error' });

/** What of an instance can be kept the same; undefined where that is not known, since its plugin cannot be read. */
const objectsOf = (input: {
  settings: TenantSettings;
  plugins: PluginCatalog | undefined;
  instance: string;
}): readonly string[] | undefined => {
  const found = own(input.settings.plugins, input.instance);
  const plugin = found === undefined ? undefined : input.plugins?.get(found.use);
  return found === undefined ? undefined : plugin?.objectsOf?.(found.config);
};

const checkObject = (input: {
  name: string;
  object: string;
  instance: string;
  known: readonly string[];
}): readonly Problem[] => {
  const { name, object, instance, known } = input;
  if (known.includes(object)) return [];
  const path = formatPath(['syncs', name, 'object']);
  if (known.length === 0) {
    const message = `The connector \`${instance}\` keeps nothing the same on both sides.`;
    const hint = 'Name a connector that does, such as one for HubSpot.';
    return [fault({ code: 'no-sync', path: formatPath(['syncs', name, 'plugin']), message, hint })];
  }
  const message = `The connector \`${instance}\` has no \`${object}\`.`;
  const hint = suggest({ word: object, known, none: `It has ${known.join(', ')}.` });
  return [fault({ code: 'unknown-object', path, message, hint })];
};

/** What is wrong with the syncs beyond their shape: each names a connector of the workspace, and something that it has. */
export const checkSyncs = (input: {
  settings: TenantSettings;
  plugins: PluginCatalog | undefined;
}): readonly Problem[] => {
  const { settings, plugins } = input;
  return Object.entries(settings.syncs ?? {}).flatMap(([name, { plugin: instance, object }]) => {
    if (own(settings.plugins, instance) === undefined) {
      const path = formatPath(['syncs', name, 'plugin']);
      const message = `There is no connector \`${instance}\` under \`plugins\`.`;
      const hint = suggest({
        word: instance,
        known: Object.keys(settings.plugins),
        none: 'Add it to `plugins`.',
      });
      return [fault({ code: 'unknown-connector', path, message, hint })];
    }
    const known = objectsOf({ settings, plugins, instance });
    return known === undefined ? [] : checkObject({ name, object, instance, known });
  });
};
