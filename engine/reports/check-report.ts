import { suggest } from '../../domain/documents/nearest.ts';
import { CicloError } from '../../domain/errors.ts';
import type { Scope } from '../../domain/keys/key.ts';
import type { Problem } from '../../domain/problem.ts';
import { periodDays } from '../../domain/reports/report-period.ts';
import type { ReportSettings } from '../../domain/reports/report.ts';
import { roleScopes } from '../../domain/team/role-scopes.ts';
import type { User } from '../../domain/team/user.ts';
import type { UserStore } from '../team/ports.ts';
import { figures } from '../warehouse/figures.ts';
import { parametersOf } from '../warehouse/run-figure.ts';
import { parametersIn } from './report-sections.ts';

/** The scopes that the figures of a report need. */
export const scopesOf = (settings: Pick<ReportSettings, 'figures'>): readonly Scope[] => [
  'read',
  ...new Set(
    settings.figures.flatMap(({ figure }) => figures.find(({ key }) => key === figure)?.scopes ?? []),
  ),
];

/** Whether a user may see all figures of a report, now. */
export const mayGet = (user: User, needed: readonly Scope[]): boolean =>
  user.deactivatedAt === undefined && needed.every((scope) => roleScopes[user.role].includes(scope));

const error = (path: string, message: string, hint: string): Problem => ({
  code: 'invalid-report',
  severity: 'error',
  path,
  message,
  hint,
});

const figureProblems = (input: {
  settings: ReportSettings;
  now: number;
  zone: string;
}): readonly Problem[] => {
  const { settings, now, zone } = input;
  const known = figures.map(({ key }) => key);
  const days = periodDays({ period: settings.period, now, zone });
  return settings.figures.flatMap((asked, index): readonly Problem[] => {
    const path = `figures[${index}]`;
    const figure = figures.find(({ key }) => key === asked.figure);
    if (figure === undefined) {
      const hint = suggest({ word: asked.figure, known, none: 'See `GET /api/figures`.' });
      return [error(`${path}.figure`, `There is no figure \`${asked.figure}\`.`, hint)];
    }
    try {
      parametersOf({ figure, given: parametersIn({ asked, days }), now, zone });
      return [];
    } catch (thrown) {
      if (!(thrown instanceof CicloError)) throw thrown;
      return [error(`${path}.parameters`, thrown.message, 'See `GET /api/figures` for its parameters.')];
    }
  });
};

/**
 * Checks what somebody says of a report before it is kept. Throws `invalid-input` that names everything that is wrong, and `forbidden` when
 * they may not see all of its figures themselves.
 */
export const createCheckReport =
  (deps: { users: Pick<UserStore, 'get'> }) =>
  async (input: {
    tenant: string;
    settings: ReportSettings;
    scopes: readonly Scope[];
    now: number;
    zone: string;
  }): Promise<void> => {
    const { tenant, settings, scopes } = input;
    const needed = scopesOf(settings);
    const lacking = needed.filter((scope) => !scopes.includes(scope));
    if (lacking.length > 0) {
      const message = `The figures of this report need ${lacking.join(', ')}, which this key lacks.`;
      throw new CicloError({ code: 'forbidden', message });
    }
    const problems = [...figureProblems(input)];
    for (const [index, id] of settings.to.entries()) {
      const user = await deps.users.get({ tenant, id });
      if (user !== undefined && mayGet(user, needed)) continue;
      problems.push(
        user === undefined || user.deactivatedAt !== undefined
          ? error(`to[${index}]`, `There is no active user \`${id}\`.`, 'See `GET /api/users`.')
          : error(
              `to[${index}]`,
              `${user.name} may not see all figures of this report.`,
              `They need a role with ${needed.join(', ')}.`,
            ),
      );
    }
    if (problems.length > 0) {
      throw new CicloError({
        code: 'invalid-input',
        message: 'The report cannot be kept like that.',
        details: { problems },
      });
    }
  };
export type CheckReport = ReturnType<typeof createCheckReport>;
