import type { EventRow, WithdrawnEvents } from '../events/ports.ts';
import type { Keyring } from '../access/keyring-port.ts';

/**
 * Makes the refusal of an event that is about an erased person: it goes, with the request that brought it, and the log of
 * events keeps that something of the name was refused, under a keyed hash of its id, which may name an order.
 */
export const createRefuse = (deps: { withdrawnEvents: WithdrawnEvents; keyring: Pick<Keyring, 'mac'> }) => {
  return async ({ tenant, id }: EventRow): Promise<void> => {
    const hash = deps.keyring.mac({ purpose: 'refused event', data: JSON.stringify([tenant, id]) });
    await deps.withdrawnEvents.refuse({ tenant, id, as: `refused:${hash}` });
  };
};
