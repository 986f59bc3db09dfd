import type { Session, Sessions } from '../../api/ports/sessions.ts';
import type { SignInRow, SignInStore, SignInWhere } from './sign-in-ports.ts';

const instantOf = (row: SignInRow, field: string): number => {
  const value = row[field];
  return value instanceof Date ? value.getTime() : 0;
};

const sessionOf = (row: SignInRow): Session => {
  const { userAgent } = row;
  return {
    id: String(row['id']),
    startedAt: instantOf(row, 'createdAt'),
    usedAt: instantOf(row, 'updatedAt'),
    expiresAt: instantOf(row, 'expiresAt'),
    ...(typeof userAgent === 'string' && userAgent !== '' ? { browser: userAgent } : {}),
  };
};

/** Makes what shows and ends sessions, over the rows that signing in keeps. */
export const createSessions = (deps: { signIns: SignInStore; systemTime: () => number }): Sessions => ({
  list: async ({ tenant, userId }) => {
    const where = [{ field: 'userId', value: userId }];
    const rows = await deps.signIns.find({ tenant, model: 'session', where });
    return rows
      .map(sessionOf)
      .filter(({ expiresAt }) => expiresAt > deps.systemTime())
      .toSorted((a, b) => b.usedAt - a.usedAt || b.startedAt - a.startedAt);
  },
  end: ({ tenant, userId, id, except }) => {
    const where: SignInWhere[] = [{ field: 'userId', value: userId }];
    if (id !== undefined) where.push({ field: 'id', value: id });
    if (except !== undefined) where.push({ field: 'id', operator: 'ne', value: except });
    return deps.signIns.remove({ tenant, model: 'session', where });
  },
});
