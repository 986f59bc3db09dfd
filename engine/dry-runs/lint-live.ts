import { CicloError } from '../../domain/errors.ts';
import { toEventFact } from '../../domain/events/event.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { walkSteps } from '../../domain/journey/graph.ts';
import type { Problem } from '../../domain/problem.ts';
import { audienceOf } from '../../domain/dry-run/audience-of.ts';
import { type Evidence, heardNames, lintEvidence } from '../../domain/dry-run/lint-evidence.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import { audiencePage } from './audience-pages.ts';
import { checkDraft } from './draft.ts';
import { dryRunPerson } from './dry-run-person.ts';
import { tryPeople, type DryRunDeps } from './try-people.ts';

const day = 86_400_000;
const days = 30;
const eventsMax = 100;
const languagesMax = 20_000;
const traitsMax = 1000;
const peopleMax = 1000;
const playedMax = 200;

const latestOf = async (input: {
  deps: DryRunDeps;
  tenant: string;
  journey: JourneyDefinition;
}): Promise<Evidence['latest']> => {
  const { deps, tenant, journey } = input;
  const names = heardNames(journey);
  const all = await Promise.all(
    names.map((name) => deps.dryRunReads.latestEvents({ tenant, names: [name], limit: eventsMax })),
  );
  return new Map(names.map((name, index) => [name, (all[index] ?? []).map(toEventFact)]));
};

const sendsMarketing = (input: { live: LiveWorkspace; journey: JourneyDefinition }): boolean =>
  [...walkSteps({ steps: input.journey.steps })].some(
    ({ step }) =>
      step.type === 'send' && input.live.messages.get(step.message)?.compiled.class === 'marketing',
  );

const othersOf = async (input: {
  deps: DryRunDeps;
  live: LiveWorkspace;
  journey: JourneyDefinition;
  profileIds: readonly string[];
  since: number;
}): Promise<Evidence['others']> => {
  const { deps, live, journey, profileIds, since } = input;
  if (!sendsMarketing({ live, journey }) || profileIds.length === 0) return new Map();
  const found = await deps.dryRunReads.journeysOf({ tenant: live.tenant, profileIds, since });
  const isOther = (key: string): boolean => {
    const other = live.journeys.get(key);
    return (
      key !== journey.key &&
      other?.takesEntries === true &&
      sendsMarketing({ live, journey: other.definition })
    );
  };
  return new Map([...found].filter(([key]) => isOther(key)));
};

/**
 * Makes the lint of a journey beside the people and events there are: what the checks of the file doubt, and what the
 * data says. A draft is checked as publishing would; its errors are all there is then. Throws `not-found`.
 */
export const createLintLive =
  (deps: DryRunDeps) =>
  async (input: { tenant: string; key: string; definition?: unknown }): Promise<readonly Problem[]> => {
    const { tenant, key } = input;
    const live = await deps.live.of(tenant);
    const definition = input.definition ?? live.journeys.get(key)?.definition;
    if (definition === undefined) {
      throw new CicloError({ code: 'not-found', message: `There is no journey “${key}”.` });
    }
    const checked = checkDraft({ key, definition, live, plugins: deps.plugins });
    if (!checked.ok) return checked.problems;
    const journey = checked.value;
    const now = deps.clock.now(tenant);
    const audience = audienceOf({ journey, rules: live.published.rules });
    const since = now - days * day;
    const query = { tenant, journey: key, audience, from: since, until: now };
    const profileIds = await audiencePage({ ...query, deps, after: undefined, limit: peopleMax });
    const tried = await tryPeople({
      deps,
      request: { tenant, key, definition: journey, days, sample: playedMax },
      personPlay: dryRunPerson,
    });
    if (tried.kind === 'refused') return tried.problems;
    const evidence: Evidence = {
      latest: await latestOf({ deps, tenant, journey }),
      languages: await deps.dryRunReads.languages({ tenant, limit: languagesMax }),
      traits: await deps.dryRunReads.traits({ tenant, limit: traitsMax }),
      declaredTraits: Object.keys(live.published.settings.traits ?? {}),
      messages: new Map(live.published.messages.map((message) => [message.key, message])),
      others: await othersOf({ deps, live, journey, profileIds, since }),
      people: profileIds.length,
      tally: tried.part.tally,
    };
    return [...checked.warnings, ...lintEvidence({ journey, evidence })];
  };
