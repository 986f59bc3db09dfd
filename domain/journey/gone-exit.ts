import { ownNames } from '../events/own-names.ts';
import type { Exit, JourneyDefinition } from './definition.ts';
import { recordKindOf } from './record-entry.ts';

/** How a run ends whose record was deleted, or came to be about another person. */
export const goneOutcome = 'record-gone';

/** Ends a run of a journey about a record when there is no such record of its person any more. */
const goneExit: Exit = {
  on: ownNames.record,
  match: '$.properties.record',
  where: { all: [{ fact: 'record', path: '$.id', operator: 'notExists', value: true }] },
  outcome: goneOutcome,
};

/** A journey with the exit that every journey about a record has behind those of its own. */
export const withGoneExit = (definition: JourneyDefinition): JourneyDefinition =>
  recordKindOf(definition) === undefined
    ? definition
    : { ...definition, exit: [...definition.exit, goneExit] };
