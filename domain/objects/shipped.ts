import { CicloError } from '../errors.ts';
import { type ObjectDefinition, objectSchema } from './definition.ts';
import account from './shipped/account.json' with { type: 'json' };
import appointment from './shipped/appointment.json' with { type: 'json' };
import campaign from './shipped/campaign.json' with { type: 'json' };
import case_ from './shipped/case.json' with { type: 'json' };
import contactRole from './shipped/contact-role.json' with { type: 'json' };
import deal from './shipped/deal.json' with { type: 'json' };
import event from './shipped/event.json' with { type: 'json' };
import lead from './shipped/lead.json' with { type: 'json' };
import product from './shipped/product.json' with { type: 'json' };
import quote from './shipped/quote.json' with { type: 'json' };
import return_ from './shipped/return.json' with { type: 'json' };
import surveyResponse from './shipped/survey-response.json' with { type: 'json' };

/** The objects that every workspace has, as their files say it. This list is the only one. */
const files: readonly unknown[] = [
  account,
  contactRole,
  lead,
  deal,
  product,
  quote,
  case_,
  return_,
  appointment,
  event,
  campaign,
  surveyResponse,
];

const read = (file: unknown): ObjectDefinition => {
  const parsed = objectSchema.safeParse(file);
  if (parsed.success) return parsed.data;
  throw new CicloError({ code: 'broken-definition', message: parsed.error.message });
};

/** The objects that every workspace has, by key. A test holds that each passes the checks of a tenant's own. */
export const shippedObjects: ReadonlyMap<string, ObjectDefinition> = new Map(
  files.map(read).map((definition) => [definition.key, definition]),
);

/** The objects of a tenant: those that come with Ciclo, and in their place or beside them its own. */
export const withShipped = (own: readonly ObjectDefinition[]): ReadonlyMap<string, ObjectDefinition> =>
  new Map([...shippedObjects, ...own.map((one): [string, ObjectDefinition] => [one.key, one])]);
