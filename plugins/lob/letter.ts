import type { Failure, LetterMessage } from '../contract.ts';
import type { Config } from './config.ts';
import { stateCode } from './us-states.ts';

/** So many characters of HTML Lob takes with a letter. */
const htmlMax = 10_000;
/** A recipient's name has so many characters. */
const nameMax = 40;

/** The field of the metadata in which a letter says which message of ours it is. */
export const messageField = 'ciclo_message_id';

const refuse = (code: string, message: string): { readonly ok: false; readonly failure: Failure } => ({
  ok: false,
  failure: { kind: 'rejected', code, message },
});

const senderOf = ({ from }: Config) =>
  typeof from === 'string'
    ? from
    : {
        name: from.name,
        ...(from.company === undefined ? {} : { company: from.company }),
        address_line1: from.line1,
        ...(from.line2 === undefined ? {} : { address_line2: from.line2 }),
        address_city: from.city,
        address_state: from.state,
        address_zip: from.zip,
        address_country: 'US',
      };

const recipientOf = (to: LetterMessage['to']) => {
  const isUsa = to.country === 'US';
  const state = isUsa ? stateCode(to.region ?? '') : to.region;
  if (isUsa && (state === undefined || !/^\d{5}(-\d{4})?$/.test(to.postalCode ?? ''))) return undefined;
  return {
    name: Array.from(to.name).slice(0, nameMax).join(''),
    address_line1: to.line1,
    ...(to.line2 === undefined ? {} : { address_line2: to.line2 }),
    ...(to.city === undefined ? {} : { address_city: to.city }),
    ...(state === undefined ? {} : { address_state: state }),
    ...(to.postalCode === undefined ? {} : { address_zip: to.postalCode }),
    address_country: to.country,
  };
};

/** The body of `POST /v1/letters`, or why Lob cannot print the letter. */
export const bodyOf = (input: { letter: LetterMessage; config: Config; key: string }) => {
  const { letter, config, key } = input;
  if (letter.size !== 'us-letter') {
    return refuse(
      'sheet-not-printed',
      'Lob prints US Letter: `"page": { "size": "us-letter" }` in message.json.',
    );
  }
  if (letter.html.length > htmlMax) {
    return refuse(
      'letter-too-long',
      `The page has ${letter.html.length} characters of HTML; Lob takes ${htmlMax}.`,
    );
  }
  const to = recipientOf(letter.to);
  if (to === undefined) {
    return refuse(
      'address-not-valid',
      'An address in the USA needs a state and a ZIP code of 5 or 9 digits.',
    );
  }
  return {
    ok: true as const,
    body: {
      to,
      from: senderOf(config),
      file: letter.html,
      size: 'us_letter',
      color: config.color,
      double_sided: config.doubleSided,
      address_placement: config.addressPlacement,
      // The cheaper class stays in the USA.
      mail_type: to.address_country === 'US' ? config.mailType : 'usps_first_class',
      use_type: letter.class === 'marketing' ? 'marketing' : 'operational',
      metadata: { [messageField]: key },
    },
  };
};
