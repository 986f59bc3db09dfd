import { type JsonDocument, locateProblems, readJsonDocument } from '../../documents/json-document.ts';
import { checkDocument, conclude } from '../../documents/parse-document.ts';
import { isObject } from '../../json.ts';
import { defaultStages } from '../../profiles/stage.ts';
import type { Checked, Problem } from '../../problem.ts';
import { withLogo } from '../brand.ts';
import { checkSettings } from '../checks/check-settings.ts';
import type { PluginCatalog } from '../plugin-catalog.ts';
import { type TenantSettings, tenantSettingsSchema } from '../tenant-settings.ts';
import type { WorkspaceFile } from '../workspace-files.ts';

/** What the other files need to know of the settings; read as far as possible also from settings with mistakes. */
export type SettingsFacts = {
  readonly currency: string;
  readonly defaultLocale: string;
  readonly topics: ReadonlySet<string>;
  readonly stages: readonly string[];
  readonly teams: ReadonlySet<string>;
  readonly plugins: ReadonlyMap<string, string>;
  readonly caps: TenantSettings['caps'];
  readonly quietHours: TenantSettings['quietHours'];
};

export type ReadSettings = {
  readonly settings: Checked<TenantSettings>;
  /** Undefined when nothing at all can be said. */
  readonly facts: SettingsFacts | undefined;
};

const keysOf = (value: unknown): readonly string[] => (isObject(value) ? Object.keys(value) : []);
const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

const standIn = (value: unknown): SettingsFacts => {
  const raw = isObject(value) ? value : {};
  const plugins = isObject(raw['plugins']) ? Object.entries(raw['plugins']) : [];
  const stages: readonly unknown[] = Array.isArray(raw['stages']) ? raw['stages'] : defaultStages;
  return {
    currency: textOr(raw['currency'], 'EUR'),
    defaultLocale: textOr(raw['defaultLocale'], 'en'),
    topics: new Set(keysOf(raw['topics'])),
    stages: stages.filter((stage) => typeof stage === 'string'),
    teams: new Set(keysOf(raw['teams'])),
    plugins: new Map(
      plugins.map(([name, plugin]) => [name, textOr(isObject(plugin) ? plugin['use'] : '', '')]),
    ),
    caps: [],
    quietHours: [],
  };
};

const factsOf = (settings: TenantSettings): SettingsFacts => ({
  currency: settings.currency,
  defaultLocale: settings.defaultLocale,
  topics: new Set(Object.keys(settings.topics)),
  stages: settings.stages,
  teams: new Set(Object.keys(settings.teams)),
  plugins: new Map(Object.entries(settings.plugins).map(([name, { use }]) => [name, use])),
  caps: settings.caps,
  quietHours: settings.quietHours,
});

const missing: Problem = {
  code: 'missing-file',
  file: 'ciclo.json',
  path: '',
  message: 'The workspace has no ciclo.json.',
  hint: 'Add it; `ciclo init` makes a workspace to begin with.',
  severity: 'error',
};

const check = (input: {
  document: JsonDocument;
  plugins: PluginCatalog | undefined;
  pictures: Readonly<Record<string, string>>;
}): Checked<TenantSettings> => {
  const { document, plugins, pictures } = input;
  const checked = checkDocument({ document, schema: tenantSettingsSchema });
  if (!checked.ok) return checked;
  const { brand, ...settings } = checked.value;
  const branded = brand === undefined ? undefined : withLogo({ brand, pictures });
  const problems = [
    ...checkSettings({ settings: checked.value, plugins }),
    ...(branded !== undefined && 'problem' in branded ? [branded.problem] : []),
  ];
  return conclude({
    value: branded !== undefined && 'brand' in branded ? { ...settings, brand: branded.brand } : settings,
    problems: locateProblems({ problems, document }),
  });
};

/** Reads ciclo.json; `pictures` are the files of `brand/`. */
export const readSettings = (input: {
  file: WorkspaceFile | undefined;
  plugins: PluginCatalog | undefined;
  pictures?: Readonly<Record<string, string>>;
}): ReadSettings => {
  if (input.file === undefined) return { settings: { ok: false, problems: [missing] }, facts: undefined };
  const read = readJsonDocument(input.file);
  if (!read.ok) return { settings: read, facts: undefined };
  const settings = check({ document: read.value, plugins: input.plugins, pictures: input.pictures ?? {} });
  return { settings, facts: settings.ok ? factsOf(settings.value) : standIn(read.value.value) };
};
