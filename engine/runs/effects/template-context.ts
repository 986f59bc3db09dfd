import type { Session } from '../burst/session.ts';

/** What templated values of a step see: the same names as messages, but for links. */
export const templateContext = (input: { session: Session }): Readonly<Record<string, unknown>> => {
  const { run, profile, live, record } = input.session;
  const { settings } = live.published;
  return {
    profile,
    entry: run.entry ?? {},
    event: run.entry ?? {},
    record: record ?? {},
    steps: run.state.steps,
    run: { id: run.id, journey: run.journey, entryKey: run.entryKey },
    tenant: tenantFacts(settings),
  };
};

/** What templates see of the tenant. */
export const tenantFacts = (
  settings: Session['live']['published']['settings'],
): Readonly<Record<string, unknown>> => ({
  key: settings.tenant,
  name: settings.name,
  url: settings.url,
  postalAddress: settings.postalAddress,
  currency: settings.currency,
  timeZone: settings.timezone,
  timezone: settings.timezone,
  locale: settings.defaultLocale,
});
