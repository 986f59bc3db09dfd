import type { PublishFiles } from '../../api/ports/publish.ts';
import type { PublishWorkspace } from '../../activities/publish/publish-workspace.ts';
import { CicloError } from '../../domain/errors.ts';
import { buildWorkspace } from '../workspace/build-workspace.ts';

const refuse = (message: string, problems: readonly unknown[]): CicloError =>
  new CicloError({ code: 'unprocessable', message, details: { problems } });

/** `PUT /api/workspace`: the files are checked by the same code as `ciclo validate`, then published. */
export const createPublishFiles = (deps: { publish: PublishWorkspace }): PublishFiles => {
  return async ({ tenant, files, plan, expect, dryRun }) => {
    const built = await buildWorkspace({ files });
    if (!built.ok) {
      const errors = built.problems.filter(({ severity }) => severity === 'error').length;
      const message = `The workspace has ${errors === 1 ? 'an error' : `${errors} errors`}; nothing was published.`;
      throw refuse(message, built.problems);
    }
    const { settings } = built.value;
    if (settings.tenant !== tenant) {
      const message = `This workspace is of \`${settings.tenant}\`; the key is of \`${tenant}\`.`;
      const mend = 'Use the key of that business, or mend `tenant`.';
      const where = { code: 'other-tenant', file: 'ciclo.json', path: 'tenant' };
      throw refuse(message, [{ ...where, message, mend, severity: 'error' }]);
    }
    const said = expect === undefined ? {} : { expect };
    const done = await deps.publish({ built: built.value, plan, dryRun, ...said });
    return { ...done, warnings: built.warnings };
  };
};
