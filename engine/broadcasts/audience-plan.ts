import { audienceConditions } from '../../domain/broadcasts/audience.ts';
import type { BroadcastAudience } from '../../domain/broadcasts/plan.ts';
import { CicloError } from '../../domain/errors.ts';
import { type MongoPlan, toMongoPlan } from '../../domain/rules/mongo/mongo-plan.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { AudienceStore } from '../segments/audience-port.ts';
import { readAudience } from '../segments/preview-audience.ts';

const unmerged = { mergedInto: { $exists: false } };

/** The question for the people of an audience, as it stands now. Throws `unprocessable` with every problem of its conditions. */
export const planOfAudience = (input: {
  audience: BroadcastAudience;
  live: LiveWorkspace;
  store: Pick<AudienceStore, 'layout'>;
  now: number;
}): MongoPlan => {
  const { audience, live, store, now } = input;
  const { segments, settings } = live.published;
  const read =
    audience.when === undefined
      ? undefined
      : readAudience({ conditions: audience.when, segments, path: 'audience.when' });
  const when = read?.ok === true ? read.value : undefined;
  const conditions = audienceConditions({ audience, when });
  const { tenant } = live;
  const { layout } = store;
  const plan = toMongoPlan({
    conditions,
    now,
    zone: settings.timezone,
    tenant,
    layout,
    base: unmerged,
  });
  const problems = [
    ...(read === undefined || read.ok ? [] : read.problems),
    ...(plan.ok ? [] : plan.problems),
  ];
  if (plan.ok && problems.length === 0) return plan.value;
  throw new CicloError({
    code: 'unprocessable',
    message: 'The audience is not valid.',
    details: { problems },
  });
};
