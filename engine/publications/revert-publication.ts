import { own } from '../../domain/json.ts';
import type { PublishPlan } from '../../domain/jobs/publish-plan.ts';
import type { PublishedFiles } from '../drafts/published-files.ts';
import type { PublishFiles } from '../journeys/publish/publish-files.ts';
import type { FormerTexts } from './former-texts.ts';
import type { Publisher } from './ports.ts';

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
  readonly formerTexts: FormerTexts;
  readonly publishedFiles: (tenant: string) => Promise<PublishedFiles>;
  readonly publishFiles: PublishFiles;
};

/** Makes what brings a former publication back. */
export const createRevertPublication = (deps: Deps): RevertPublication => {
  return async ({ tenant, revision, by, plan, expect, note, dryRun }) => {
    const { publication, texts } = await deps.formerTexts({ tenant, revision });
    const live = await deps.publishedFiles(tenant);
    const all = await live.texts();
    const lists = publication.lists.flatMap((name): [string, string][] => {
      const path = `segments/${name}`;
      const text = own(all, path);
      return text === undefined ? [] : [[path, text]];
    });
    return deps.publishFiles({
      tenant,
      files: Object.fromEntries([...texts, ...lists]),
      plan,
      dryRun,
      from: live.workspace,
      origin: { by, source: 'revert', of: revision, ...(note === undefined ? {} : { note }) },
      ...(expect === undefined ? {} : { expect }),
    });
  };
};
