import { keptPublications } from '../../domain/workspace/publication-settings.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { WorkspaceTextStore } from '../journeys/ports.ts';
import type { PublicationStore } from './ports.ts';

/** History is forgotten so long after the last publication: by then nobody is about to publish a text that nothing names yet. */
const graceMs = 3_600_000;

/**
 * Makes what keeps the history of publications in bounds: confirms what is live, forgets publications beyond those that the settings keep
 * (never the last one that a folder said), and the texts that nothing names any more. True when there is more to forget.
 */
export const createTendPublications = (deps: {
  live: LiveWorkspaces;
  clock: Pick<Clock, 'systemTime'>;
  publications: Pick<PublicationStore, 'confirm' | 'byId' | 'beyond' | 'last' | 'drop' | 'textsNamed'>;
  workspaceTexts: Pick<WorkspaceTextStore, 'sweep'>;
}) => {
  const { live, clock, publications, workspaceTexts } = deps;
  return async (tenant: string): Promise<boolean> => {
    const { published } = await live.of(tenant);
    const { publication, settings, texts = {} } = published;
    if (publication === undefined) return false;
    await publications.confirm({ tenant, id: publication });
    const before = clock.systemTime() - graceMs;
    const newest = await publications.byId({ tenant, id: publication });
    if (newest === undefined || newest.at >= before) return false;
    const found = await publications.beyond({ tenant, keep: keptPublications(settings) });
    if (found.length === 0) return false;
    const inFolder = await publications.last({ tenant, inFolder: true });
    const ids = found.map(({ id }) => id).filter((id) => id !== inFolder?.id);
    if (ids.length === 0) return false;
    await publications.drop({ tenant, ids });
    const named = new Set([...(await publications.textsNamed(tenant)), ...Object.values(texts)]);
    await workspaceTexts.sweep({ tenant, named, before });
    return true;
  };
};
