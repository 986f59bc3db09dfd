import { hashId } from '../../domain/hash.ts';
import { CicloError } from '../../domain/errors.ts';
import { toEventFact } from '../../domain/events/event.ts';
import { durationEnd } from '../../domain/journey/plan-wait.ts';
import { isObject } from '../../domain/json.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { RuleDefinition } from '../../domain/rules/rule.ts';
import { compileTemplateValue } from '../../domain/templates/template-value.ts';
import { zoneOfProfile } from '../burst/session.ts';
import { tenantFacts } from '../effects/template-context.ts';
import type { LiveWorkspace } from '../live/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { EventRow } from '../ports/events.ts';
import type { TaskStore } from '../ports/runs.ts';
import type { EnterJourney } from './enter-journey.ts';

type Input = { row: EventRow; live: LiveWorkspace; profile: Profile; now: number; keys: readonly string[] };

const fill = (input: Input & { value: unknown }) =>
  compileTemplateValue(input.value)({
    profile: input.profile,
    event: toEventFact(input.row),
    tenant: tenantFacts(input.live.published.settings),
  });

/**
 * Makes the part of the dispatch that carries out what fired rules ask for outside the profile: enrol, task
 * and action, each once per event and rule.
 */
export const createFollowRules = (deps: { enter: EnterJourney; tasks: TaskStore; plugins: Plugins }) => {
  const follow = async (input: Input & { rule: RuleDefinition }): Promise<void> => {
    const { row, live, profile, now, rule } = input;
    const cause = hashId(row.tenant, row.messageId, rule.key);
    const { event } = rule;
    switch (event.type) {
      case 'enrol': {
        const journey = live.journeys.get(event.params.journey);
        if (journey === undefined) return;
        const key = event.params.key === undefined ? undefined : fill({ ...input, value: event.params.key });
        await deps.enter({
          live,
          journey,
          profile,
          entry: row,
          cause,
          now,
          ...(typeof key === 'string' || typeof key === 'number' ? { key: String(key) } : {}),
        });
        return;
      }
      case 'task': {
        const title = fill({ ...input, value: event.params.title });
        const { team, due } = event.params;
        const zone = zoneOfProfile({ profile, live });
        await deps.tasks.add({
          id: cause,
          tenant: row.tenant,
          profileId: profile.id,
          run: null,
          title: typeof title === 'string' ? title : rule.name,
          createdAt: now,
          ...(team === undefined ? {} : { team }),
          ...(due === undefined ? {} : { dueAt: durationEnd({ from: now, text: due, zone }) }),
        });
        return;
      }
      case 'action': {
        const filled = fill({ ...input, value: event.params.input ?? {} });
        const outcome = await deps.plugins.perform({
          live,
          tenant: row.tenant,
          instance: event.params.plugin,
          action: event.params.action,
          input: isObject(filled) ? filled : {},
          idempotencyKey: cause,
          now,
        });
        if (outcome.kind === 'retry') throw new CicloError({ code: 'unavailable', message: outcome.message });
        return;
      }
      default:
    }
  };

  return async (input: Input): Promise<void> => {
    const fired = new Set(input.keys);
    for (const rule of input.live.published.rules) {
      if (fired.has(rule.key)) await follow({ ...input, rule });
    }
  };
};
