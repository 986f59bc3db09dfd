import type { Perform, Performed } from '../../engine/runs/effects/perform.ts';
import { nodeOf } from '../../engine/runs/effects/step-of.ts';
import { hashId } from '../../domain/hash.ts';
import type { EffectResult } from '../../domain/journey/effects.ts';
import { resulted } from '../../domain/journey/steps/step-work.ts';
import type { Step } from '../../domain/journey/steps.ts';
import { type Json, own } from '../../domain/json.ts';

/** What was chosen for a play and is not decided by facts. */
export type Script = {
  /** Outcomes by step id. */
  readonly choose: Readonly<Record<string, string>>;
  /** What actions give, by step id. */
  readonly resultsOf: (profileId: string) => Readonly<Record<string, Json>>;
};

/** What an effect comes to whose outcome was chosen; undefined: it is done as live. */
const chosenResult = (step: Step, outcome: string | undefined): EffectResult | undefined => {
  if (outcome === undefined) return undefined;
  switch (step.type) {
    case 'send':
    case 'action':
      return { kind: 'failed', reason: 'chosen' };
    case 'offer':
      return { kind: 'none', reason: 'chosen', detail: { offer: step.offer } };
    case 'recommend':
    case 'reply':
      return { kind: 'none', reason: 'chosen' };
    default:
      return undefined;
  }
};

/** A play has no conversations, so what the story says of one is believed. */
const asAnswered = (performed: Performed): Performed =>
  performed.kind === 'result' &&
  performed.result.kind === 'none' &&
  performed.result.reason === 'unknown-conversation'
    ? resulted({ kind: 'done', output: {} })
    : performed;

/**
 * Puts a script around what does effects: outcomes that were chosen, and what the actions of plugins answer. `answer` is
 * for the plugins: the answer to the call under a key.
 */
export const createScriptedPerform = (script: Script) => {
  const answers = new Map<string, Json>();
  const around =
    (perform: Perform): Perform =>
    async (input) => {
      const { session, effect } = input;
      const { step } = nodeOf(input);
      const result = chosenResult(step, own(script.choose, step.id));
      if (result !== undefined) return { kind: 'result', result };
      if (step.type === 'action') {
        const answer = own(script.resultsOf(session.run.profileId), step.id);
        const key = hashId(session.run.id, effect.step, effect.visit);
        if (answer !== undefined) answers.set(key, answer);
      }
      const performed = await perform(input);
      return step.type === 'reply' ? asAnswered(performed) : performed;
    };
  return { around, answer: (key: string): Json | undefined => answers.get(key) };
};
