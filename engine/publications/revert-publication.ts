import { CicloError, notFound } from '../../domain/errors.ts';
import { own } from '../../domain/json.ts';
import type { PublishPlan } from '../../domain/jobs/publish-plan.ts';
import type { PublishedFiles } from '../drafts/published-files.ts';
import type { WorkspaceTextStore } from '../journeys/ports.ts';
import type { PublishFiles } from '../journeys/publish/publish-files.ts';
import type { PublicationStore, Publisher } from './ports.ts';

/**
 * Publishes the texts of a former publication again, as a new one, with a plan for the people inside; or says what that would do. Lists
 * of people stay as they are. Throws `not-found`, and whatever publishing throws.
 */
export type RevertPublication = (input: {
  tenant: string;
  revision: number;
  by: Publisher;
  plan: PublishPlan;
  expect?: number;
  note?: string;
  dryRun: boolean;
}) => ReturnType<PublishFiles>;

type Deps = {
  readonly publications: Pick<PublicationStore, 'get'>;
  readonly workspaceTexts: Pick<WorkspaceTextStore, 'read'>;
  readonly publishedFiles: (tenant: string) => Promise<PublishedFiles>;
  readonly publishFiles: PublishFiles;
};

/** Makes what brings a former publication back. */
export const createRevertPublication = (deps: Deps): RevertPublication => {
  return async ({ tenant, revision, by, plan, expect, note, dryRun }) => {
    const found = await deps.publications.get({ tenant, revision });
    if (found === undefined) throw notFound('publication');
    const hashes = [...new Set(Object.values(found.texts))];
    const texts = await deps.workspaceTexts.read({ tenant, hashes });
    const former = Object.entries(found.texts).map(([path, hash]): [string, string] => {
      const text = texts.get(hash);
      if (text !== undefined) return [path, text];
      const message = 'Some texts of this publication are not kept any more.';
      throw new CicloError({ code: 'conflict', message });
    });
    const live = await deps.publishedFiles(tenant);
    const all = await live.texts();
    const lists = found.lists.flatMap((name): [string, string][] => {
      const path = `segments/${name}`;
      const text = own(all, path);
      return text === undefined ? [] : [[path, text]];
    });
    return deps.publishFiles({
      tenant,
      files: Object.fromEntries([...former, ...lists]),
      plan,
      dryRun,
      from: live.workspace,
      origin: { by, source: 'revert', of: revision, ...(note === undefined ? {} : { note }) },
      ...(expect === undefined ? {} : { expect }),
    });
  };
};
