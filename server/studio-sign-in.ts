import { randomUUID } from 'node:crypto';

import { adminScopes } from '../domain/keys/key.ts';
import type { Engine } from './engine.ts';

/** Reserved by RFC 6761: no mail ever goes there. */
const firstOwner = { email: 'owner@studio.localhost', name: 'Owner', role: 'owner' } as const;

type Parts = {
  readonly users: Pick<Engine['users'], 'list'>;
  readonly changeUsers: Pick<Engine['changeUsers'], 'invite'>;
  readonly signIn: Pick<Engine['signIn'], 'makeLink'>;
};

/** The address of the owner who was invited last; a tenant without an owner gets one. */
const ownerOf = async (parts: Parts, tenant: string): Promise<string> => {
  const [owner] = await parts.users.list({ tenant, role: 'owner', isDeactivated: false, limit: 1 });
  if (owner !== undefined) return owner.email;
  const by = { scopes: adminScopes };
  await parts.changeUsers.invite({ tenant, id: randomUUID(), by, invitation: firstOwner });
  return firstOwner.email;
};

/**
 * Makes the link with which the one who started the engine signs in to the studio, once. The token stands behind the `#`, so
 * that it is in no log and no `Referer`.
 */
export const studioLink = async (input: { parts: Parts; tenant: string; url: string }): Promise<string> => {
  const { parts, tenant, url } = input;
  const email = await ownerOf(parts, tenant);
  const { token } = await parts.signIn.makeLink({ tenant, email });
  const link = new URL('/studio/sign-in', url);
  link.searchParams.set('tenant', tenant);
  link.hash = new URLSearchParams({ token }).toString();
  return link.toString();
};
