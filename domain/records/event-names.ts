import type { ObjectDefinition } from '../objects/definition.ts';

/** What the events of the records of an object are called: `Deal Created`. */
export const recordEventNames = ({ name }: { readonly name: string }) => ({
  created: `${name} Created`,
  stage: `${name} Stage Changed`,
  assigned: `${name} Assigned`,
  changed: `${name} Changed`,
  deleted: `${name} Deleted`,
  restored: `${name} Restored`,
  slaWarned: `${name} SLA Warned`,
  slaBreached: `${name} SLA Breached`,
});

/** What the event of a stage of its own is called: `Quote Sent`. */
export const stageEventName = (definition: { readonly name: string }, event: string): string =>
  `${definition.name} ${event}`;

/** The names of the events that stages of an object have of their own. */
export const stageEventNames = (definition: ObjectDefinition): readonly string[] =>
  (definition.stages?.list ?? []).flatMap(({ event }) =>
    event === undefined ? [] : [stageEventName(definition, event)],
  );

/** The names of the events that the thresholds of an object make. */
export const crossingEventNames = (definition: ObjectDefinition): readonly string[] =>
  (definition.events?.crosses ?? []).map(({ event }) => stageEventName(definition, event));
