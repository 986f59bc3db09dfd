import { formatPath } from '../../documents/path.ts';
import type { Problem } from '../../problem.ts';
import type { PluginCatalog } from '../plugin-catalog.ts';
import type { TenantSettings } from '../tenant-settings.ts';
import { connectorProblems } from './check-connector.ts';

/** What is wrong with the imports of files beyond their shape: each names a connector that has files, and refused rows go to another folder. */
export const checkFileImports = (input: {
  settings: TenantSettings;
  plugins: PluginCatalog | undefined;
}): readonly Problem[] =>
  Object.entries(input.settings.imports ?? {}).flatMap(([name, { plugin, folder, refusedTo }]) => {
    const path = formatPath(['imports', name]);
    const found = connectorProblems({
      ...input,
      instance: plugin,
      path: `${path}.plugin`,
      actions: ['list-files'],
      what: 'read files',
    });
    if (refusedTo !== folder) return found;
    const message = 'Refused rows would come back as a new file.';
    const hint = 'Name another folder than `folder`.';
    return [
      ...found,
      { code: 'invalid-value', path: `${path}.refusedTo`, message, hint, severity: 'error' as const },
    ];
  });
