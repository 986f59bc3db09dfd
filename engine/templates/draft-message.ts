import { CicloError } from '../../domain/errors.ts';
import type { CompiledMessage } from '../../domain/messages/compiled-message.ts';
import type { TenantSettings } from '../../domain/workspace/tenant-settings.ts';
import type { EditFiles } from '../drafts/edit-files.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { BuildWorkspace } from '../journeys/publish/publish-files.ts';

/** Compiles a message as the drafts of somebody would make it; what is wrong in the rest of the workspace does not matter. */
export type DraftMessage = (input: { tenant: string; owner: string; key: string }) => Promise<{
  readonly message: CompiledMessage;
  readonly settings: TenantSettings;
}>;

const shared = ['ciclo.json', 'brand/', 'messages/_partials/'];

/**
 * Makes the compilation of messages that are written just now. Throws `not-found` where there is no such message, `unprocessable`
 * with every problem where it could not be published.
 */
export const createDraftMessage = (deps: {
  editFiles: Pick<EditFiles, 'texts'>;
  build: BuildWorkspace;
  live: Pick<LiveWorkspaces, 'of'>;
}): DraftMessage => {
  return async ({ tenant, owner, key }) => {
    const folder = `messages/${key}/`;
    const texts = Object.entries(await deps.editFiles.texts({ tenant, owner }));
    if (!texts.some(([path]) => path.startsWith(folder))) {
      throw new CicloError({ code: 'not-found', message: `There is no message “${key}”.` });
    }
    const needed = [...shared, folder];
    const files = Object.fromEntries(
      texts.filter(([path]) => needed.some((start) => path.startsWith(start))),
    );
    const { published } = await deps.live.of(tenant);
    const built = await deps.build(files, published);
    const message = built.ok ? built.value.messages.find((one) => one.key === key) : undefined;
    if (built.ok && message !== undefined) return { message, settings: built.value.settings };
    const problems = built.ok ? built.warnings : built.problems;
    throw new CicloError({
      code: 'unprocessable',
      message: 'The draft has errors, so nobody could get it.',
      details: { problems },
    });
  };
};
