import { CicloError } from '../../../domain/errors.ts';
import type { PublishPlan } from '../../../domain/jobs/publish-plan.ts';
import type { PublicationOrigin } from '../../publications/ports.ts';
import type { Published, PublishWorkspace } from './publish-workspace.ts';
import type { PublishedMessages } from '../reuse-compiled.ts';
import type { Checked, Problem } from '../../../domain/problem.ts';
import type { Workspace } from '../../../domain/workspace/parse-workspace.ts';

/**
 * Checks the files of a workspace and compiles its messages, as an engine would publish them. Messages that did not change
 * since `published` are taken from there; without it all are compiled.
 */
export type BuildWorkspace = (
  files: Readonly<Record<string, string>>,
  published?: PublishedMessages,
) => Promise<Checked<Workspace>>;

/**
 * Checks the files of a workspace and publishes it, or says what that would do. Throws `unprocessable` with
 * every problem of the files or of the plan, `conflict` when the launch guard asks for a number.
 */
export type PublishFiles = (input: {
  tenant: string;
  files: Readonly<Record<string, string>>;
  plan: PublishPlan;
  expect?: number;
  dryRun: boolean;
  /** Who publishes, where the files came from, and why. */
  origin: PublicationOrigin;
  /** What the files were taken from: another publication meanwhile is a conflict, and its messages are not compiled again. */
  from?: PublishedMessages & { readonly revision: number };
}) => Promise<Published & { readonly warnings: readonly Problem[] }>;

const refuse = (message: string, problems: readonly unknown[]): CicloError =>
  new CicloError({ code: 'unprocessable', message, details: { problems } });

/** `PUT /api/workspace`: the files are checked by the same code as `ciclo validate`, then published. */
export const createPublishFiles = (deps: {
  publish: PublishWorkspace;
  build: BuildWorkspace;
}): PublishFiles => {
  return async ({ tenant, files, plan, expect, dryRun, from, origin }) => {
    const built = await deps.build(files, from);
    if (!built.ok) {
      const errors = built.problems.filter(({ severity }) => severity === 'error').length;
      const message = `The workspace has ${errors === 1 ? 'an error' : `${errors} errors`}; nothing was published.`;
      throw refuse(message, built.problems);
    }
    const { settings } = built.value;
    if (settings.tenant !== tenant) {
      const message = `This workspace is of \`${settings.tenant}\`; the key is of \`${tenant}\`.`;
      const hint = 'Use the key of that business, or correct `tenant`.';
      const where = { code: 'other-tenant', file: 'ciclo.json', path: 'tenant' };
      throw refuse(message, [{ ...where, message, hint, severity: 'error' }]);
    }
    const said = {
      ...(expect === undefined ? {} : { expect }),
      ...(from === undefined ? {} : { from: from.revision }),
    };
    const done = await deps.publish({ built: built.value, plan, dryRun, origin, ...said });
    return { ...done, warnings: built.warnings };
  };
};
