import { useMe } from '../../../app/session.tsx';
import { type Role, roles } from '../place.ts';

/** The roles that the person may give and take. Nobody but an owner makes owners. */
export const useRoles = (): readonly Role[] => {
  const { user } = useMe();
  return user?.role === 'owner' ? roles : roles.filter((role) => role !== 'owner');
};
