import { CicloError } from '../../domain/errors.ts';
import type { Form } from '../../domain/forms/form-schema.ts';
import { own } from '../../domain/json.ts';
import type { Links } from '../../domain/messages/links/links.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';

/** A form of a workspace, with the address of its page. */
export type FormView = { readonly key: string; readonly form: Form; readonly address: string };

/** What the HTML of a form says besides. */
export type FormToShow = FormView & {
  /** What people subscribe to by it, for them. */
  readonly topic: string | Readonly<Record<string, string>>;
  /** The language of the workspace. */
  readonly fallback: string;
};

/** The forms of a tenant. */
export type Forms = {
  readonly list: (tenant: string) => Promise<readonly FormView[]>;
  /** Throws `not-found` where there is none. */
  readonly get: (input: { tenant: string; key: string }) => Promise<FormToShow>;
};

/** Makes the look at forms, which say where people send them. */
export const createForms = (deps: { readonly live: LiveWorkspaces; readonly links: Links }): Forms => {
  const settingsOf = async (tenant: string) => (await deps.live.of(tenant)).published.settings;
  const addressOf = (tenant: string, key: string) => deps.links.form({ tenant, key });
  return {
    list: async (tenant) =>
      Object.entries((await settingsOf(tenant)).forms ?? {}).map(([key, form]) => ({
        key,
        form,
        address: addressOf(tenant, key),
      })),
    get: async ({ tenant, key }) => {
      const { forms = {}, topics, name, defaultLocale: fallback } = await settingsOf(tenant);
      const form = own(forms, key);
      if (form === undefined) {
        throw new CicloError({ code: 'not-found', message: `There is no form \`${key}\`.` });
      }
      const topic = own(topics, form.topic)?.name ?? name;
      return { key, form, address: addressOf(tenant, key), topic, fallback };
    },
  };
};
