import type { PersonThen } from './path-at.ts';

/** What is known of somebody at an instant, as pairs: a group, a name within it, and a text. */
export type Known = { readonly group: string; readonly name: string; readonly value: string };

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

const pairsOf = (group: string, values: Readonly<Record<string, unknown>>): readonly Known[] =>
  Object.entries(values).flatMap(([name, value]) =>
    isEmpty(value) ? [] : [{ group, name, value: textOf(value) }],
  );

/** Everything of a person that a journey may read or change. */
export const knownOf = (person: PersonThen): readonly Known[] => {
  const { stage, tags, segments, scores, points, traits, computed, loyalty = {}, consents } = person;
  const said = Object.entries(consents).flatMap(([channel, topics]) =>
    Object.entries(topics).map(([topic, { state }]): [string, string] => [`${channel} ${topic}`, state]),
  );
  const about = { stage, tags: tags.join(', '), segments: segments.join(', '), points };
  return [
    ...pairsOf('about', about),
    ...pairsOf('scores', scores),
    ...pairsOf('traits', traits),
    ...pairsOf('consents', Object.fromEntries(said)),
    ...pairsOf('computed', computed),
    ...pairsOf('loyalty', loyalty),
  ];
};

/** A fact with what it was before, where that was something else. */
export type Changed = Known & { readonly former: string | undefined; readonly isNew: boolean };

const nameOf = ({ group, name }: Known): string => `${group} ${name}`;

/** What is known, what has just changed first; what is gone has an empty value. */
export const changesOf = (now: PersonThen, before: PersonThen | undefined): readonly Changed[] => {
  const known = knownOf(now);
  if (before === undefined) return known.map((one) => ({ ...one, former: undefined, isNew: false }));
  const former = new Map(knownOf(before).map((one) => [nameOf(one), one]));
  const told = known.map((one): Changed => {
    const was = former.get(nameOf(one))?.value;
    former.delete(nameOf(one));
    return { ...one, former: was === one.value ? undefined : was, isNew: was !== one.value };
  });
  const gone = [...former.values()].map((one): Changed => ({
    ...one,
    value: '',
    former: one.value,
    isNew: true,
  }));
  const all = [...told, ...gone];
  return [...all.filter(({ isNew }) => isNew), ...all.filter(({ isNew }) => !isNew)];
};
