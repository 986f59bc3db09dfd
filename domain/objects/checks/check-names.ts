import { own } from '../../json.ts';
import { familiarEvents } from '../../journey/familiar-events.ts';
import type { Problem } from '../../problem.ts';
import { crossingEventNames, recordEventNames, stageEventNames } from '../../records/event-names.ts';
import { type CheckInput, refusal, unknownName } from './check-kit.ts';

/** What columns of views can show besides fields. */
const systemColumns = ['stage', 'owner', 'team', 'createdAt', 'updatedAt'];

const familiar: ReadonlySet<string> = new Set(familiarEvents);

const named = (
  input: CheckInput & { word: string; path: string; more?: readonly string[] },
): readonly Problem[] => {
  const known = [...Object.keys(input.definition.fields), ...(input.more ?? [])];
  return known.includes(input.word)
    ? []
    : [unknownName({ code: 'unknown-field', path: input.path, kind: 'field', word: input.word, known })];
};

const checkTitle = (input: CheckInput): readonly Problem[] => {
  const { title, fields } = input.definition;
  const field = own(fields, title);
  if (field === undefined) return named({ ...input, word: title, path: 'title' });
  if (field.type === 'text' || (field.type === 'formula' && field.gives === 'text')) return [];
  const message = `\`${title}\` is of the type \`${field.type}\`, and a title is a text.`;
  return [refusal({ code: 'bad-title', path: 'title', message, hint: 'Name a field of the type `text`.' })];
};

const checkPerson = (input: CheckInput): readonly Problem[] => {
  const { person, fields } = input.definition;
  if (person === undefined) return [];
  const field = own(fields, person);
  if (field === undefined) return named({ ...input, word: person, path: 'person' });
  if (field.type === 'person') return [];
  const message = `\`${person}\` is of the type \`${field.type}\`, not \`person\`.`;
  return [
    refusal({ code: 'bad-person', path: 'person', message, hint: 'Name a field of the type `person`.' }),
  ];
};

const checkViews = (input: CheckInput): readonly Problem[] => {
  const { list = [], board } = input.definition.views ?? {};
  const by = board === undefined ? undefined : own(input.definition.fields, board.by);
  const canBeBoard =
    board?.by === 'stage' ? input.definition.stages !== undefined : by === undefined || by.type === 'choice';
  return [
    ...list.flatMap((word, index) =>
      named({ ...input, word, path: `views.list[${index}]`, more: systemColumns }),
    ),
    ...(board?.card ?? []).flatMap((word, index) =>
      named({ ...input, word, path: `views.board.card[${index}]`, more: systemColumns }),
    ),
    ...(board === undefined
      ? []
      : named({ ...input, word: board.by, path: 'views.board.by', more: ['stage'] })),
    ...(canBeBoard
      ? []
      : [
          refusal({
            code: 'bad-board',
            path: 'views.board.by',
            message: `A board cannot be by \`${board?.by ?? ''}\`.`,
            hint: 'Use `stage` where the object has stages, or a field of the type `choice`.',
          }),
        ]),
  ];
};

const checkCalendar = (input: CheckInput): readonly Problem[] => {
  const { calendar } = input.definition.views ?? {};
  return (['from', 'until'] as const).flatMap((part): readonly Problem[] => {
    const word = calendar?.[part];
    if (word === undefined) return [];
    const path = `views.calendar.${part}`;
    const field = own(input.definition.fields, word);
    if (field === undefined) return named({ ...input, word, path });
    if (field.type === 'date' || field.type === 'instant') return [];
    const message = `\`${word}\` is of the type \`${field.type}\`, which has no place in a calendar.`;
    return [
      refusal({ code: 'bad-calendar', path, message, hint: 'Name a field of the type `date` or `instant`.' }),
    ];
  });
};

const checkCrossings = (input: CheckInput): readonly Problem[] =>
  (input.definition.events?.crosses ?? []).flatMap(({ field: word }, index): readonly Problem[] => {
    const path = `events.crosses[${index}].field`;
    const field = own(input.definition.fields, word);
    if (field === undefined) return named({ ...input, word, path });
    if (field.type === 'number' || (field.type === 'formula' && field.gives === 'number')) return [];
    const message = `\`${word}\` is of the type \`${field.type}\`, and a threshold is a number.`;
    const hint = 'Name a field of the type `number`, or a formula that gives one.';
    return [refusal({ code: 'bad-threshold', path, message, hint })];
  });

const checkEvents = (input: CheckInput): readonly Problem[] => {
  const { definition } = input;
  const fixed = [...Object.values(recordEventNames(definition)), ...stageEventNames(definition)];
  const crossings = crossingEventNames(definition);
  const taken = [...fixed, ...crossings].find((name) => familiar.has(name));
  return [
    ...checkCrossings(input),
    ...crossings.flatMap((name, index) =>
      fixed.includes(name)
        ? [
            refusal({
              code: 'event-name-taken',
              path: `events.crosses[${index}].event`,
              message: `\`${name}\` is an event of the object already.`,
              hint: 'Choose another name for the event.',
            }),
          ]
        : [],
    ),
    ...(definition.events?.changed ?? []).flatMap((word, index) =>
      named({ ...input, word, path: `events.changed[${index}]` }),
    ),
    ...(taken === undefined
      ? []
      : [
          refusal({
            code: 'event-name-taken',
            path: 'name',
            message: `\`${taken}\` is an event of shops already, so records cannot make it.`,
            hint: 'Choose another name for the object.',
          }),
        ]),
  ];
};

/** What an object names and does not have: its title, its person, and the fields in views and events. */
export const checkNames = (input: CheckInput): readonly Problem[] => [
  ...checkTitle(input),
  ...checkPerson(input),
  ...checkViews(input),
  ...checkCalendar(input),
  ...checkEvents(input),
];
