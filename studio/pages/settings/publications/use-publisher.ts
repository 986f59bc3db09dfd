import type { components } from '../../../api/schema.ts';
import { useWords } from '../../../words/language.tsx';
import { useActors } from '../audit/use-actors.ts';
import { publicationWords } from './publications-words.ts';

export type Publication = components['schemas']['WorkspacePublication'];

/** What the publisher is called, and where the files came from. */
export const usePublisher = () => {
  const words = useWords(publicationWords);
  const { actorName } = useActors();
  return {
    publisher: ({ kind, id }: Publication['by']): string =>
      kind === 'cli' || kind === 'engine' ? words[kind] : actorName({ kind, id }),
    source: ({ source, of }: Publication): string =>
      source === 'revert' ? words.source_revert(String(of ?? '')) : words[`source_${source}`],
  };
};
