import { suggest } from '../../documents/nearest.ts';
import { own } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import type { PluginCatalog } from '../plugin-catalog.ts';
import type { TenantSettings } from '../tenant-settings.ts';

const fault = (input: Omit<Problem, 'severity'>): Problem => ({ ...input, severity: 'error' });

/** What is wrong with a connector that has to have one of these actions; `what` says what it is for. */
export const connectorProblems = (input: {
  settings: TenantSettings;
  plugins: PluginCatalog | undefined;
  instance: string;
  path: string;
  actions: readonly string[];
  what: string;
}): readonly Problem[] => {
  const { settings, plugins, instance, path, actions, what } = input;
  const found = own(settings.plugins, instance);
  if (found === undefined) {
    const message = `There is no connector \`${instance}\` under \`plugins\`.`;
    const known = Object.keys(settings.plugins);
    const hint = suggest({ word: instance, known, none: 'Add it to `plugins`.' });
    return [fault({ code: 'unknown-connector', path, message, hint })];
  }
  const has = plugins?.get(found.use)?.actions;
  if (has === undefined || actions.some((action) => has.includes(action))) return [];
  const message = `The connector \`${instance}\` does not ${what}.`;
  const hint = 'Name another one: docs/connectors.md says what each does.';
  return [fault({ code: 'unfit-connector', path, message, hint })];
};
