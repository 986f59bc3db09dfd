import { personalTraitsIn } from '../../../domain/profiles/personal-traits.ts';
import type { ReadFeed } from './feed-kind.ts';

/** The traits that a feed leaves out: those that are marked as personal, unless it asks for them. */
export const hiddenTraits = ({
  settings,
  workspace,
}: Pick<Parameters<ReadFeed>[0], 'settings' | 'workspace'>): ReadonlySet<string> =>
  settings.personal === true ? new Set() : personalTraitsIn(workspace.traits);
