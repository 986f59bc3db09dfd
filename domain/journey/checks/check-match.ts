import { suggest } from '../../documents/nearest.ts';
import type { Problem } from '../../problem.ts';
import { type CheckInput, refusal, unknownName, warning } from './check-kit.ts';
import { eventListeners } from '../definition.ts';
import { toGraph } from '../graph.ts';
import type { Match } from '../steps.ts';
import type { StepTypes } from '../steps/step-type.ts';
import { waysFrom } from '../ways.ts';

type Listener = {
  readonly match: Match;
  readonly path: string;
  /** The `wait-for` it stands in; undefined for exits and goals, which listen all the time. */
  readonly step: string | undefined;
};

const listenersOf = (input: CheckInput): readonly Listener[] => {
  const { definition, placed } = input;
  const of = (match: Match | undefined, path: string, step?: string): Listener[] =>
    match === undefined ? [] : [{ match, path, step }];
  return [
    ...eventListeners(definition).flatMap(({ match, path }) => of(match, `${path}.match`)),
    ...placed.flatMap(({ step, stepType, path }) =>
      (stepType.awaits?.(step) ?? []).flatMap(({ match, field }) =>
        of(match, `${path}.${field}.match`, step.id),
      ),
    ),
  ];
};

/** Events that are tied to the run by something that cannot be there. */
export const checkMatches = (input: CheckInput): readonly Problem[] =>
  listenersOf(input).flatMap((listener) => {
    const { match } = listener;
    if (typeof match === 'object') return 'steps' in match ? checkGiven({ input, listener, match }) : [];
    return match.startsWith('$')
      ? checkKeyed({ input, listener })
      : checkSent({ input, listener, send: match });
  });

const hasKey = (input: CheckInput): boolean => {
  const { entry } = input.definition;
  // Entries asked for by the API, a rule or another journey bring their key along.
  return 'api' in entry || 'record' in entry || ('key' in entry && entry.key !== undefined);
};

const checkKeyed = (input: { input: CheckInput; listener: Listener }): readonly Problem[] => {
  if (hasKey(input.input)) return [];
  const { path, step } = input.listener;
  return [
    warning({
      code: 'match-without-key',
      ...(step === undefined ? {} : { step }),
      path,
      message: 'This never matches: it compares with the entry key, and the entry has no `key`.',
      hint: 'Add a `key` to the entry, or match by `{ "event": "$...", "entry": "$..." }`.',
    }),
  ];
};

/** A result that is compared with must be of a step that gives it, before this one. */
const checkGiven = (input: {
  input: CheckInput;
  listener: Listener;
  match: Extract<Match, { steps: string }>;
}): readonly Problem[] => {
  const { listener, match } = input;
  const { placed, lost, definition, types } = input.input;
  const step = listener.step === undefined ? {} : { step: listener.step };
  const at = { ...step, path: `${listener.path}.steps` };
  const { id, field } = /^\$\.(?<id>[\w-]+)(?:\.(?<field>[\w-]+))?/.exec(match.steps)?.groups ?? {};
  if (id === undefined || lost.has(id)) return [];
  const target = placed.find(({ step: one }) => one.id === id);
  if (target === undefined) {
    const known = placed.filter(({ stepType }) => stepType.gives !== undefined).map((one) => one.step.id);
    const none = 'No step of this journey gives a result.';
    return [unknownName({ ...at, code: 'unknown-step', kind: 'step', word: id, known, none })];
  }
  const { gives } = target.stepType;
  if (gives !== 'anything' && (field === undefined || gives?.includes(field) !== true)) {
    const message = `A ${target.step.type} step gives no \`${field ?? 'value of its own'}\`, so this never matches.`;
    const hint = suggest({ word: field ?? '', known: gives ?? [], none: 'Name a step that gives a result.' });
    return [refusal({ ...at, code: 'unknown-result', message, hint })];
  }
  if (listener.step === undefined) return [];
  if (comesBefore({ definition, types, first: id, later: listener.step })) return [];
  const message = `\`${id}\` has given nothing yet when this waits.`;
  return [refusal({ ...at, code: 'match-comes-later', message, hint: 'Name a step before this one.' })];
};

const checkSent = (input: { input: CheckInput; listener: Listener; send: string }): readonly Problem[] => {
  const { send, listener } = input;
  const { placed, lost, definition, types } = input.input;
  const at = { ...(listener.step === undefined ? {} : { step: listener.step }), path: listener.path };
  if (lost.has(send)) return [];
  const target = placed.find(({ step }) => step.id === send)?.step;
  if (target === undefined) {
    const known = placed.flatMap(({ step }) => (step.type === 'send' ? [step.id] : []));
    const none = 'There is no `send` step to match; write a path such as `$.properties.order_id`.';
    return [unknownName({ ...at, code: 'unknown-step', kind: 'step', word: send, known, none })];
  }
  if (target.type !== 'send') {
    const message = `\`${send}\` is a ${target.type} step and sends nothing that could be matched.`;
    return [refusal({ ...at, code: 'match-not-a-send', message, hint: 'Name a `send` step.' })];
  }
  if (listener.step === undefined || comesBefore({ definition, types, first: send, later: listener.step }))
    return [];
  const message = `\`${send}\` has not been sent yet when this waits.`;
  return [
    refusal({ ...at, code: 'match-comes-later', message, hint: 'Name a `send` step before this one.' }),
  ];
};

/** True when a run can come from one step to another. */
export const comesBefore = (input: {
  definition: Parameters<typeof toGraph>[0];
  types: StepTypes;
  first: string;
  later: string;
}): boolean => {
  const { nodes } = toGraph(input.definition, input.types);
  const seen = new Set<string>();
  const queue = [input.first];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const node = nodes.get(id);
    for (const { to: next } of node === undefined ? [] : waysFrom(node)) {
      if (next === input.later) return true;
      if (next === null || seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return false;
};
