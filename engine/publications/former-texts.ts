import { CicloError, notFound } from '../../domain/errors.ts';
import type { WorkspaceTextStore } from '../journeys/ports.ts';
import type { KeptPublication, PublicationStore } from './ports.ts';

/** Reads a former publication with the text of each of its files. Throws `not-found`, and `conflict` where a text is not kept any more. */
export type FormerTexts = (input: {
  tenant: string;
  revision: number;
}) => Promise<{ readonly publication: KeptPublication; readonly texts: ReadonlyMap<string, string> }>;

/** Makes the reading of what was published before. */
export const createFormerTexts = (deps: {
  publications: Pick<PublicationStore, 'get'>;
  workspaceTexts: Pick<WorkspaceTextStore, 'read'>;
}): FormerTexts => {
  return async ({ tenant, revision }) => {
    const publication = await deps.publications.get({ tenant, revision });
    if (publication === undefined) throw notFound('publication');
    const hashes = [...new Set(Object.values(publication.texts))];
    const kept = await deps.workspaceTexts.read({ tenant, hashes });
    const texts = Object.entries(publication.texts).map(([path, hash]): [string, string] => {
      const text = kept.get(hash);
      if (text !== undefined) return [path, text];
      const message = 'Some texts of this publication are not kept any more.';
      throw new CicloError({ code: 'conflict', message });
    });
    return { publication, texts: new Map(texts) };
  };
};
