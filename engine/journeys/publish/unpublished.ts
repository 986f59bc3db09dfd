import type { Workspace } from '../../../domain/workspace/parse-workspace.ts';
import { compileJourney } from '../compiled-journey.ts';
import { type LiveWorkspace, readyWorkspace } from '../ready-workspace.ts';

/** The parts of a checked workspace that an engine works with. */
export type CheckedWorkspace = Omit<Workspace, 'hash' | 'files' | 'texts'> &
  Partial<Pick<Workspace, 'files'>>;

/** Makes a checked workspace ready for work as it would be if it were published, with all its journeys live. */
export const readyUnpublished = (workspace: CheckedWorkspace): LiveWorkspace => {
  const {
    settings,
    journeys,
    rules,
    segments,
    offers,
    programs,
    objects,
    messages,
    catalog,
    lists,
    files = {},
  } = workspace;
  return readyWorkspace({
    published: {
      tenant: settings.tenant,
      revision: 1,
      settings,
      journeys: journeys.map((definition) => ({
        key: definition.key,
        version: 1,
        definition,
        hash: '',
        publishedAt: 0,
        mode: 'live',
      })),
      rules,
      segments,
      offers,
      programs,
      objects,
      messages,
      catalog,
      lists,
      files,
    },
    journeyOf: compileJourney,
  });
};
