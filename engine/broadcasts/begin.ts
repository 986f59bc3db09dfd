import { type BroadcastPart, journeyOfBroadcast, partVersions } from '../../domain/broadcasts/journey-of.ts';
import { hashId } from '../../domain/hash.ts';
import type { WorkspaceStore } from '../journeys/ports.ts';
import type { Broadcast } from './ports.ts';

/** Keeps the journey that carries a part of a broadcast, as a version that never changes; a repeat changes nothing. */
export const keepPart = async (input: {
  workspaces: Pick<WorkspaceStore, 'keepVersion'>;
  broadcast: Broadcast;
  part: BroadcastPart;
  now: number;
}): Promise<void> => {
  const { workspaces, broadcast, part, now } = input;
  const { id, tenant, plan } = broadcast;
  const definition = journeyOfBroadcast({ id, plan, part });
  await workspaces.keepVersion({
    tenant,
    version: {
      key: definition.key,
      version: partVersions[part.kind],
      definition,
      hash: hashId(JSON.stringify(definition)),
      publishedAt: now,
    },
  });
};
