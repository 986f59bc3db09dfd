import { type FormCounts, formResults } from '../../api/ports/form-counts.ts';
import { CicloError } from '../../domain/errors.ts';
import type { Form } from '../../domain/forms/form-schema.ts';
import { own } from '../../domain/json.ts';
import type { Links } from '../../domain/messages/links/links.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { dayOf } from './note-form.ts';
import type { FormDay, FormDayStore } from './ports.ts';

/** A form of a workspace, with the address of its page and what came of it in the last 30 days. */
export type FormView = {
  readonly key: string;
  readonly form: Form;
  readonly address: string;
  readonly counts: FormCounts;
};

type Saying = {
  /** What people subscribe to by it, for them. */
  readonly topic: string | Readonly<Record<string, string>>;
  /** The language of the workspace. */
  readonly fallback: string;
};

/** A form with what its HTML says besides, and what came of it day by day. */
export type FormToShow = FormView & Saying & { readonly days: readonly FormDay[] };

/** A form as it is written just now, which may not be published. */
export type FormToTry = Saying & { readonly form: Form };

/** The forms of a tenant. */
export type Forms = {
  readonly list: (tenant: string) => Promise<readonly FormView[]>;
  /** Throws `not-found` where there is none. */
  readonly get: (input: { tenant: string; key: string }) => Promise<FormToShow>;
  /** What the HTML of a form says that may not be published. */
  readonly show: (input: { tenant: string; form: Form }) => Promise<FormToTry>;
};

const shownDays = 30;
const dayMs = 86_400_000;

const sumOf = (days: readonly FormCounts[]): FormCounts => {
  const sum = { sent: 0, confirmed: 0, trapped: 0, limited: 0, invalid: 0 };
  for (const day of days) for (const result of formResults) sum[result] += day[result];
  return sum;
};

/** Makes the look at forms, which say where people send them, and what came of them. */
export const createForms = (deps: {
  readonly live: LiveWorkspaces;
  readonly links: Links;
  readonly formDays: FormDayStore;
  readonly clock: Clock;
}): Forms => {
  const settingsOf = async (tenant: string) => (await deps.live.of(tenant)).published.settings;
  const daysOf = (tenant: string, form?: string) => {
    const day = dayOf(deps.clock.now(tenant) - (shownDays - 1) * dayMs);
    return deps.formDays.since({ tenant, form, day });
  };
  const addressOf = (tenant: string, key: string) => deps.links.form({ tenant, key });
  const sayingOf = async (tenant: string, form: Form): Promise<Saying> => {
    const { topics, name, defaultLocale: fallback } = await settingsOf(tenant);
    return { topic: own(topics, form.topic)?.name ?? name, fallback };
  };
  return {
    list: async (tenant) => {
      const days = await daysOf(tenant);
      return Object.entries((await settingsOf(tenant)).forms ?? {}).map(([key, form]) => ({
        key,
        form,
        address: addressOf(tenant, key),
        counts: sumOf(days.filter((day) => day.form === key)),
      }));
    },
    get: async ({ tenant, key }) => {
      const form = own((await settingsOf(tenant)).forms ?? {}, key);
      if (form === undefined) {
        throw new CicloError({ code: 'not-found', message: `There is no form \`${key}\`.` });
      }
      const days = await daysOf(tenant, key);
      const address = addressOf(tenant, key);
      return { key, form, address, days, counts: sumOf(days), ...(await sayingOf(tenant, form)) };
    },
    show: async ({ tenant, form }) => ({ form, ...(await sayingOf(tenant, form)) }),
  };
};
