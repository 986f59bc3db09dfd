import { entryRequested } from '../events/entry-requested.ts';
import { eventTypes } from '../events/event.ts';
import { ownNames } from '../events/own-names.ts';
import { entryNames, type JourneyDefinition } from '../journey/definition.ts';
import { typeOfOutcome } from '../rules/outcomes.ts';
import type { RuleDefinition } from '../rules/rule.ts';

/** Where those who could enter a journey are looked for. */
export type DryRunAudience =
  /** Everyone who did one of these, was put into or out of a segment, or was asked for by name. */
  | {
      readonly kind: 'events';
      readonly names: readonly string[];
      /** Only of this segment, for events about joining and leaving. */
      readonly segment?: string;
    }
  /** Everyone who is in a segment. */
  | { readonly kind: 'segment'; readonly segment: string }
  /** Everybody: the date each one enters at is their own. */
  | { readonly kind: 'everybody' };

/** The events by which rules enter people. */
const enrolling = (input: { journey: string; rules: readonly RuleDefinition[] }): readonly string[] =>
  input.rules.flatMap(({ event, on }) =>
    typeOfOutcome(event)?.starts?.(event.params).includes(input.journey) === true ? on : [],
  );

/**
 * Where those who could enter a journey are found. An attribute may be changed by any call that tells traits;
 * `present` members of a segment are in it already.
 */
export const audienceOf = (input: {
  journey: JourneyDefinition;
  rules: readonly RuleDefinition[];
}): DryRunAudience => {
  const { journey, rules } = input;
  const { entry, key } = journey;
  const asked = [entryRequested, ...enrolling({ journey: key, rules })];
  if ('on' in entry) return { kind: 'events', names: [...entryNames(entry), ...asked] };
  if ('segment' in entry) {
    if (entry.present) return { kind: 'segment', segment: entry.segment };
    const name = entry.when === 'joins' ? 'Segment Joined' : 'Segment Left';
    return { kind: 'events', names: [name, ...asked], segment: entry.segment };
  }
  if ('schedule' in entry) return { kind: 'segment', segment: entry.audience };
  if ('date' in entry) return { kind: 'everybody' };
  if ('record' in entry) return { kind: 'events', names: [ownNames.record, ...asked] };
  return 'attribute' in entry
    ? { kind: 'events', names: [...eventTypes.filter((type) => type === 'identify'), ...asked] }
    : { kind: 'events', names: asked };
};
