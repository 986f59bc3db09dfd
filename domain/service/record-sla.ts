import { type JsonObject, own } from '../json.ts';
import { type ObjectDefinition, stageOf } from '../objects/definition.ts';
import type { CrmRecord } from '../records/record.ts';
import { type SlaClock, turnClock, type TargetNow } from './sla-clock.ts';
import { calendarOf, limitOf, type SlaPolicy, warningOf } from './sla-policy.ts';

const targetsNow = (input: {
  policy: SlaPolicy;
  definition: ObjectDefinition;
  record: CrmRecord;
}): readonly TargetNow[] => {
  const { policy, definition, record } = input;
  const { data, stage } = record;
  const hasEnded = stageOf(definition, stage)?.ends !== undefined;
  const isPaused = record.deletedAt !== undefined || (policy.pauses ?? []).includes(stage ?? '');
  return policy.targets.map((target) => {
    const limit = limitOf({ policy, target, data });
    return {
      target: target.key,
      limit,
      warnAfter: Math.ceil(((limit ?? 0) * warningOf(policy)) / 100),
      isMet: hasEnded || (target.until !== undefined && own(data, target.until) !== undefined),
      isPaused,
    };
  });
};

/** The data with the fields that say until when; a clock that stands still has none. */
const withDue = (input: { policy: SlaPolicy; data: JsonObject; sla: SlaClock }): JsonObject => {
  const { policy, data, sla } = input;
  const kept = new Map(Object.entries(data));
  for (const { key, due } of policy.targets) {
    const clock = sla.targets.find(({ target }) => target === key);
    if (due === undefined || clock === undefined) continue;
    if (clock.dueAt === undefined) kept.delete(due);
    else kept.set(due, new Date(clock.dueAt).toISOString());
  }
  return Object.fromEntries(kept);
};

/**
 * A record with its SLA clocks at an instant (epoch milliseconds) and the fields that show when they are over. `zone` is that of the
 * tenant. A record of an object without `sla` has none.
 */
export const withSla = (input: {
  definition: ObjectDefinition;
  record: CrmRecord;
  now: number;
  zone: string;
}): CrmRecord => {
  const { definition, now, zone } = input;
  const { sla: before, ...record } = input.record;
  const { sla: policy } = definition;
  if (policy === undefined) return record;
  const targets = targetsNow({ policy, definition, record });
  const sla = turnClock({ before, targets, now, calendar: calendarOf(policy, zone) });
  if (sla === undefined) return record;
  return { ...record, sla, data: withDue({ policy, data: record.data, sla }) };
};
