import { walkSteps } from '../../domain/journey/graph.ts';
import type { PublishedWorkspace } from '../journeys/ports.ts';

/** A step of a journey that sends a message. */
export type TemplateUse = { readonly journey: string; readonly name: string; readonly step: string };

/** The steps that send each message, by its key. */
export const templateUses = (
  journeys: PublishedWorkspace['journeys'],
): ReadonlyMap<string, readonly TemplateUse[]> => {
  const uses = new Map<string, TemplateUse[]>();
  for (const { key: journey, definition } of journeys) {
    for (const { step } of walkSteps({ steps: definition.steps })) {
      if (step.type !== 'send') continue;
      for (const message of new Set([step.message, ...Object.values(step.messages ?? {})])) {
        const use = { journey, name: definition.name, step: step.id };
        uses.set(message, [...(uses.get(message) ?? []), use]);
      }
    }
  }
  return uses;
};
