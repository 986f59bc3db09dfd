import { CicloError } from '../../domain/errors.ts';

/** That another text was published below drafts since they were begun: a conflict with every file. */
export const staleDrafts = (paths: readonly string[]): CicloError => {
  const problems = paths.map((file) => ({
    code: 'stale-draft',
    file,
    path: '',
    message: 'Somebody published another version of this file since the draft was begun.',
    hint: 'Compare the two, and save the draft again on the published version.',
    severity: 'error',
  }));
  const message = 'What is published changed below these drafts; nothing was published.';
  return new CicloError({ code: 'conflict', message, details: { problems } });
};
