import { suggest } from '../../documents/nearest.ts';
import { formatPath } from '../../documents/path.ts';
import { isAddressTrait } from '../../events/public-event.ts';
import { isReservedFromPublic } from '../../events/public-names.ts';
import { isObject, type JsonObject } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import type { PluginCatalog } from '../plugin-catalog.ts';
import type { TenantSettings } from '../tenant-settings.ts';
import { checkFeeds } from './check-feeds.ts';
import { checkFileImports } from './check-file-imports.ts';
import { checkSyncs } from './check-syncs.ts';

const fault = (input: Omit<Problem, 'severity'>): Problem => ({ ...input, severity: 'error' });

const unknownTopic = (input: {
  settings: TenantSettings;
  topic: string;
  path: string;
}): readonly Problem[] => {
  const { settings, topic, path } = input;
  if (Object.hasOwn(settings.topics, topic)) return [];
  const hint = suggest({ word: topic, known: Object.keys(settings.topics), none: 'Add it to `topics`.' });
  return [fault({ code: 'unknown-topic', path, message: `There is no topic \`${topic}\`.`, hint })];
};

const checkCaps = (settings: TenantSettings): readonly Problem[] =>
  settings.caps.flatMap(({ topic }, index): readonly Problem[] =>
    topic === undefined ? [] : unknownTopic({ settings, topic, path: `caps[${index}].topic` }),
  );

const checkImplied = (settings: TenantSettings): readonly Problem[] =>
  (settings.impliedConsent ?? []).flatMap(({ topics }, index) =>
    topics.flatMap((topic, place) =>
      unknownTopic({ settings, topic, path: formatPath(['impliedConsent', index, 'topics', place]) }),
    ),
  );

const checkForms = (settings: TenantSettings): readonly Problem[] =>
  Object.entries(settings.forms ?? {}).flatMap(([key, { topic, fields }]) => [
    ...unknownTopic({ settings, topic, path: formatPath(['forms', key, 'topic']) }),
    ...fields.flatMap(({ name, type, choices }, index): readonly Problem[] => {
      const path = formatPath(['forms', key, 'fields', index]);
      if (isAddressTrait(name)) {
        const hint =
          'Take another name, such as `callMeAt`: what is answered there reaches nobody by itself.';
        const message = `\`${name}\` is a trait that messages go to, and a form does not prove whose it is.`;
        return [fault({ code: 'address-trait', path: `${path}.name`, message, hint })];
      }
      if ((type === 'choice') === (choices !== undefined)) return [];
      const hint =
        type === 'choice' ? 'List them in `choices`.' : 'Leave `choices` out, or make it a `choice`.';
      const message = type === 'choice' ? 'There is nothing to choose from.' : 'Only a `choice` has choices.';
      return [fault({ code: 'invalid-value', path, message, hint })];
    }),
  ]);

const checkTracking = (settings: TenantSettings): readonly Problem[] =>
  (settings.tracking?.publicEvents ?? []).flatMap((name, index): Problem[] =>
    isReservedFromPublic(name)
      ? [
          fault({
            code: 'reserved-event',
            path: `tracking.publicEvents[${index}]`,
            message: `\`${name}\` cannot come from web pages: only servers, webhooks and the engine may say it.`,
            hint: 'Leave it out here, and send it from your server with a server key.',
          }),
        ]
      : [],
  );

const secretName = /(secret|password|token|api_?key)$/i;

function* textSecrets(input: {
  value: unknown;
  path: readonly (string | number)[];
}): Generator<readonly (string | number)[]> {
  const { value, path } = input;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textSecrets({ value: item, path: [...path, index] });
  }
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'string' && secretName.test(key)) yield [...path, key];
    yield* textSecrets({ value: item, path: [...path, key] });
  }
}

const checkSecrets = (input: { instance: string; config: JsonObject }): readonly Problem[] =>
  [...textSecrets({ value: input.config, path: ['plugins', input.instance, 'config'] })].map((path) =>
    fault({
      code: 'secret-in-file',
      path: formatPath(path),
      message: `\`${path.at(-1)}\` looks like a secret, and files are read by many.`,
      hint: 'Put it into an environment variable and write `{ "env": "NAME_OF_THE_VARIABLE" }`.',
    }),
  );

const checkPlugins = (input: {
  settings: TenantSettings;
  plugins: PluginCatalog | undefined;
}): readonly Problem[] =>
  Object.entries(input.settings.plugins).flatMap(([instance, { use, config }]): readonly Problem[] => {
    const secrets = checkSecrets({ instance, config });
    const { plugins } = input;
    if (plugins === undefined) return secrets;
    const plugin = plugins.get(use);
    const path = formatPath(['plugins', instance, 'use']);
    if (plugin === undefined) {
      const hint = suggest({ word: use, known: plugins.keys(), none: 'No plugins are installed.' });
      return [
        fault({ code: 'unknown-plugin', path, message: `There is no plugin \`${use}\`.`, hint }),
        ...secrets,
      ];
    }
    if (plugin.off !== undefined) {
      const hint =
        'Correct it, then start the engine again; until then the instance is off and its people wait.';
      const message = `The plugin \`${use}\` cannot be used. ${plugin.off}`;
      return [{ code: 'plugin-off', path, message, hint, severity: 'warning' }, ...secrets];
    }
    const base = formatPath(['plugins', instance, 'config']);
    const wrong = (plugin.checkConfig?.(config) ?? []).map((problem) => ({
      ...problem,
      path:
        problem.path === '' || problem.path.startsWith('[')
          ? `${base}${problem.path}`
          : `${base}.${problem.path}`,
    }));
    return [...wrong, ...secrets.filter(({ path }) => !wrong.some((one) => one.path === path))];
  });

/** What is wrong with settings beyond their shape. */
export const checkSettings = (input: {
  settings: TenantSettings;
  plugins: PluginCatalog | undefined;
}): readonly Problem[] => [
  ...checkCaps(input.settings),
  ...checkImplied(input.settings),
  ...checkForms(input.settings),
  ...checkTracking(input.settings),
  ...checkPlugins(input),
  ...checkSyncs(input),
  ...checkFeeds(input),
  ...checkFileImports(input),
];
