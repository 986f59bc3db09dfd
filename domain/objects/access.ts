import { z } from 'zod';

/** The roles of people who sign in. */
export const roles = ['owner', 'admin', 'marketer', 'author', 'agent', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** Which records a role reaches: all, those of its user's teams and its own, or its own. */
export const reaches = ['all', 'team', 'own'] as const;

const role = z.enum(roles).describe('A role.');

const granted = (what: string) =>
  z
    .union([
      z.array(role).max(roles.length),
      z.partialRecord(
        z.enum(roles),
        z.enum(reaches).describe('`all` records, those of the own `team`, or `own` ones.'),
      ),
    ])
    .optional()
    .describe(
      `${what}: a list of roles, or how far each reaches, \`{ "agent": "team" }\`. Owners and admins always can.`,
    );

/** Who may see and change the records of an object. */
export const accessSchema = z
  .strictObject({
    read: granted('Who may see records'),
    write: granted('Who may change records'),
  })
  .describe(
    'Who may see and change records. By default every role sees all, and every role but `viewer` changes all.',
  );
export type Access = z.infer<typeof accessSchema>;

/** Somebody who signed in. */
export type Viewer = { readonly id: string; readonly role: Role; readonly teams: readonly string[] };

/** Which records somebody reaches; `own` ones are those they are the owner of, `team` ones those of their teams besides. */
export type Reach = (typeof reaches)[number] | 'none';

const ranks: Readonly<Record<Reach, number>> = { none: 0, own: 1, team: 2, all: 3 };

const grantedTo = (input: { access: Access | undefined; act: 'read' | 'write'; role: Role }): Reach => {
  const { access, act, role: of } = input;
  if (of === 'owner' || of === 'admin') return 'all';
  const grant = access?.[act];
  if (grant === undefined) return act === 'write' && of === 'viewer' ? 'none' : 'all';
  if (Array.isArray(grant)) return grant.includes(of) ? 'all' : 'none';
  return grant[of] ?? 'none';
};

/** Which records of an object somebody may see or change; nobody changes what they may not see. */
export const reachOf = (input: {
  access: Access | undefined;
  act: 'read' | 'write';
  viewer: Viewer;
}): Reach => {
  const { access, act, viewer } = input;
  const read = grantedTo({ access, act: 'read', role: viewer.role });
  if (act === 'read') return read;
  const write = grantedTo({ access, act, role: viewer.role });
  return ranks[write] < ranks[read] ? write : read;
};

/** Whether somebody may see or change one record. */
export const mayReach = (input: {
  access: Access | undefined;
  act: 'read' | 'write';
  viewer: Viewer;
  record: { readonly owner?: string; readonly team?: string };
}): boolean => {
  const { viewer, record } = input;
  const reach = reachOf(input);
  if (reach === 'all') return true;
  if (reach === 'none') return false;
  if (record.owner === viewer.id) return true;
  return reach === 'team' && record.team !== undefined && viewer.teams.includes(record.team);
};
