import { isObject } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import { type CheckInput, warning } from './check-kit.ts';
import { conditionsOf, factUses } from '../conditions-of.ts';
import { entryNames, eventListeners } from '../definition.ts';
import { meantEvent } from '../familiar-events.ts';

type Named = { readonly name: string; readonly path: string; readonly step?: string };

const inSteps = (input: CheckInput): readonly Named[] =>
  input.placed.flatMap(({ step, stepType, path }): Named[] => {
    const awaited = (stepType.awaits?.(step) ?? []).map(({ on, field }) => ({
      name: on,
      field: `${field}.on`,
    }));
    const named = [...awaited, ...(stepType.eventNames?.(step) ?? [])];
    return named.map(({ name, field }) => ({ name, path: `${path}.${field}`, step: step.id }));
  });

const inConditions = (input: CheckInput): readonly Named[] =>
  conditionsOf(input).flatMap((placed) =>
    [...factUses({ value: placed.conditions, path: placed.path })].flatMap(({ leaf, path }): Named[] => {
      const params = isObject(leaf) ? leaf['params'] : undefined;
      const name = isObject(params) ? params['name'] : undefined;
      if (typeof name !== 'string') return [];
      return [
        { name, path: `${path}.params.name`, ...(placed.step === undefined ? {} : { step: placed.step }) },
      ];
    }),
  );

/** Says that a name is nearly that of a familiar event, which is case-sensitive and so would never be heard. */
export const unfamiliarEvent = (named: Named): Problem | undefined => {
  const { name, ...at } = named;
  const meant = meantEvent(name);
  if (meant === undefined) return undefined;
  return warning({
    ...at,
    code: 'unfamiliar-event',
    message: `\`${name}\` is nearly \`${meant}\`, but not the same; names of events are compared letter by letter.`,
    hint: `Write \`${meant}\`, unless events really arrive under the other name.`,
  });
};

/** Names of events that look like a slip. */
export const checkEventNames = (input: CheckInput): readonly Problem[] => {
  const { entry } = input.definition;
  const named: readonly Named[] = [
    ...entryNames(entry).map((name, index, all) => ({
      name,
      path: all.length === 1 ? 'entry.on' : `entry.on[${index}]`,
    })),
    ...eventListeners(input.definition).map(({ on, path }) => ({ name: on, path: `${path}.on` })),
    ...inSteps(input),
    ...inConditions(input),
  ];
  return named.map(unfamiliarEvent).filter((problem) => problem !== undefined);
};
