import { walkSteps } from '../../domain/journey/graph.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import type { StepTypes } from '../../domain/journey/steps/step-type.ts';
import { typeOfOutcome } from '../../domain/rules/outcomes.ts';
import type { PluginDescription } from '../../plugins/runtime/describe.ts';
import type { Selections } from '../jobs/selections.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { WorkspaceStore } from '../journeys/ports.ts';

/** A version of an action that is called and that its plugin does not have: anyone who calls it waits. */
export type MissingAction = {
  readonly action: string;
  readonly version: number;
  /** What calls it: `journey welcome, version 3`, `rule vip`. */
  readonly usedBy: readonly string[];
};

/** By plugin instance, the calls of a tenant that wait for an action, or a version of one, that is not there any more. */
export type MissingActions = (input: {
  live: LiveWorkspace;
  described: ReadonlyMap<string, PluginDescription>;
}) => Promise<ReadonlyMap<string, readonly MissingAction[]>>;

type Called = { readonly plugin: string; readonly action: string; readonly version: number };
type Use = Called & { readonly by: string };

const callsOf = (definition: JourneyDefinition, types: StepTypes | undefined): readonly Called[] =>
  [...walkSteps({ steps: definition.steps, types })].flatMap(
    ({ step, stepType }) => stepType.calls?.(step) ?? [],
  );

const versionsIn = ({ version, earlier }: PluginDescription['actions'][number]): readonly number[] => [
  version,
  ...earlier.map((one) => one.version),
];

/** Whether a version that there was of one of its actions is not there any more. */
const hasDropped = ({ actions }: PluginDescription): boolean =>
  actions.some((action) => versionsIn(action).length < action.version);

const publishedUses = (live: LiveWorkspace, types: StepTypes | undefined): readonly Use[] => [
  ...live.published.journeys.flatMap(({ key, version, definition }) =>
    callsOf(definition, types).map((call) => ({ ...call, by: `journey ${key}, version ${version}` })),
  ),
  ...live.published.rules.flatMap(({ key, event }) =>
    (typeOfOutcome(event)?.calls?.(event.params) ?? []).map((call) => ({ ...call, by: `rule ${key}` })),
  ),
];

/** What those call who finish on versions of journeys that are not published any more. */
const olderUses = async (input: { deps: Deps; live: LiveWorkspace }): Promise<readonly Use[]> => {
  const { deps, live } = input;
  const { tenant } = live;
  const uses: Use[] = [];
  for (const journey of (await deps.workspaces.lastVersions(tenant)).keys()) {
    const version = live.journeys.get(journey)?.version;
    const otherThan = version === undefined ? {} : { otherThan: version };
    const selection = { tenant, who: { journey }, action: { kind: 'skip' as const }, ...otherThan };
    const standing = await deps.selections.standing({ selection });
    for (const older of new Set(standing.map((one) => one.version))) {
      const { definition } = await deps.live.journey({ tenant, journey, version: older });
      const by = `journey ${journey}, version ${older}`;
      uses.push(...callsOf(definition, deps.stepTypes).map((call) => ({ ...call, by })));
    }
  }
  return uses;
};

const byInstance = (uses: readonly Use[]): ReadonlyMap<string, readonly MissingAction[]> => {
  const found = new Map<string, Map<string, MissingAction>>();
  for (const { plugin, action, version, by } of uses) {
    const own = found.get(plugin) ?? new Map<string, MissingAction>();
    const key = `${action} ${version}`;
    const usedBy = own.get(key)?.usedBy ?? [];
    own.set(key, { action, version, usedBy: usedBy.includes(by) ? usedBy : [...usedBy, by] });
    found.set(plugin, own);
  }
  return new Map([...found].map(([instance, own]) => [instance, [...own.values()]]));
};

type Deps = {
  readonly live: Pick<LiveWorkspaces, 'journey'>;
  readonly workspaces: Pick<WorkspaceStore, 'lastVersions'>;
  readonly selections: Pick<Selections, 'standing'>;
  readonly stepTypes?: StepTypes | undefined;
};

/** Makes the list of what is called and not there. People on older versions are looked for only where a plugin in use dropped a version. */
export const createMissingActions = (deps: Deps): MissingActions => {
  return async ({ live, described }) => {
    const plugins = live.published.settings.plugins;
    const pluginOf = (instance: string): PluginDescription | undefined => {
      const named = Object.hasOwn(plugins, instance) ? plugins[instance] : undefined;
      return named === undefined ? undefined : described.get(named.use);
    };
    const isMissing = ({ plugin, action, version }: Called): boolean => {
      const found = pluginOf(plugin);
      if (found === undefined) return false;
      const named = found.actions.find(({ name }) => name === action);
      return named === undefined || !versionsIn(named).includes(version);
    };
    const looksBack = Object.keys(plugins).some((instance) => {
      const found = pluginOf(instance);
      return found !== undefined && hasDropped(found);
    });
    const uses = [
      ...publishedUses(live, deps.stepTypes),
      ...(looksBack ? await olderUses({ deps, live }) : []),
    ].filter(isMissing);
    return byInstance(uses);
  };
};
