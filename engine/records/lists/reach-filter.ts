import { type Access, reachOf, type Viewer } from '../../../domain/objects/access.ts';
import type { Condition, Conditions } from '../../../domain/rules/condition-shape.ts';

/**
 * The conditions that hold for the records of an object that a user sees: their own, or those of their teams as well. Undefined for
 * somebody who sees all. Both stand on the index of owners and teams.
 */
export const reachConditions = (input: {
  access: Access | undefined;
  viewer: Viewer | undefined;
}): Conditions | undefined => {
  const { access, viewer } = input;
  if (viewer === undefined) return undefined;
  const reach = reachOf({ access, act: 'read', viewer });
  if (reach === 'all') return undefined;
  const own: Condition = { fact: 'record', path: '$.owner', operator: 'equal', value: viewer.id };
  if (reach !== 'team' || viewer.teams.length === 0) return { all: [own] };
  const ofTeams: Condition = { fact: 'record', path: '$.team', operator: 'in', value: [...viewer.teams] };
  return { any: [own, ofTeams] };
};
