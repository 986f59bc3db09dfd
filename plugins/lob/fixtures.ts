import { z } from 'zod';

/** Facts of Lob's OpenAPI document 1.22.0 (github.com/lob/lob-openapi, 539ed451, 2026-05-29) that requests are held to. */

const line = (max: number) => z.string().min(1).max(max);

/** `inline_address_us`. */
const addressInUsa = z.strictObject({
  name: line(40),
  company: line(40).optional(),
  address_line1: line(64),
  address_line2: line(64).optional(),
  address_city: line(200),
  address_state: z.string().regex(/^[a-zA-Z]{2}$/),
  address_zip: z.string().regex(/^\d{5}(-\d{4})?$/),
  address_country: z.literal('US'),
});

/** `inline_address_intl`: a city and state, or a postal code. */
const addressAbroad = z
  .strictObject({
    name: line(40),
    address_line1: line(200),
    address_line2: line(200).optional(),
    address_city: line(200).optional(),
    address_state: line(200).optional(),
    address_zip: line(40).optional(),
    address_country: z.string().regex(/^(?!US$)[A-Z]{2}$/),
  })
  .refine(
    (one) =>
      one.address_zip !== undefined || (one.address_city !== undefined && one.address_state !== undefined),
  );

/** `letter_editable`, as much of it as the connector sends. */
export const letterRequest = z.strictObject({
  to: z.union([addressInUsa, addressAbroad]),
  from: z.union([addressInUsa, z.string().regex(/^adr_[a-zA-Z0-9]+$/)]),
  file: z.string().max(10_000).regex(/</),
  size: z.enum(['us_letter', 'us_legal']),
  color: z.boolean(),
  double_sided: z.boolean(),
  address_placement: z.enum([
    'top_first_page',
    'insert_blank_page',
    'bottom_first_page_center',
    'bottom_first_page',
  ]),
  mail_type: z.enum(['usps_first_class', 'usps_standard']),
  use_type: z.enum(['marketing', 'operational']),
  metadata: z
    .record(z.string().max(40), z.string().regex(/^[^"\\]{0,500}$/))
    .refine((all) => Object.keys(all).length <= 20),
});

/** An answer of `letter`, with the fields that the document requires and those of its example. */
export const letterAnswer = (input: { id: string; request: z.output<typeof letterRequest> }) => {
  const { id, request } = input;
  const { to, file: _file, use_type, ...rest } = request;
  return {
    id,
    description: null,
    ...rest,
    to: { id: 'adr_d3489cd64c791ab5', ...to, object: 'address' },
    from: { id: 'adr_b8fb5acf3a2b55db', object: 'address' },
    use_type,
    extra_service: null,
    carrier: 'USPS',
    tracking_number: null,
    tracking_events: [],
    expected_delivery_date: '2026-03-09',
    date_created: '2026-03-01T12:00:00.000Z',
    date_modified: '2026-03-01T12:00:00.000Z',
    send_date: '2026-03-01T12:00:00.000Z',
    status: 'processed',
    object: 'letter',
  };
};

/** The names of the events of letters (`letter_types`). */
export const letterEvents = [
  'letter.created',
  'letter.rejected',
  'letter.rendered_pdf',
  'letter.rendered_thumbnails',
  'letter.deleted',
  'letter.delivered',
  'letter.failed',
  'letter.mailed',
  'letter.in_transit',
  'letter.in_local_area',
  'letter.international_exit',
  'letter.processed_for_delivery',
  'letter.re-routed',
  'letter.returned_to_sender',
  'letter.certified.mailed',
  'letter.certified.in_transit',
  'letter.certified.in_local_area',
  'letter.certified.processed_for_delivery',
  'letter.certified.re-routed',
  'letter.certified.returned_to_sender',
  'letter.certified.delivered',
  'letter.certified.pickup_available',
  'letter.certified.issue',
  'letter.return_envelope.created',
  'letter.return_envelope.delivered',
  'letter.return_envelope.returned_to_sender',
  'letter.viewed',
] as const;

/** An event (`events`) of a letter, as it is posted to a webhook. */
export const letterEvent = (
  type: (typeof letterEvents)[number],
  more: {
    readonly letter?: string;
    readonly message?: string;
    readonly failure?: string;
    readonly at?: string;
  } = {},
) => {
  const { letter = 'ltr_4868c3b754655f90', message, failure, at = '2026-03-01T11:50:00.180Z' } = more;
  return {
    id: `evt_${type.replaceAll(/[^a-z]/g, '_')}_${letter}`,
    reference_id: letter,
    event_type: { id: type, enabled_for_test: true, resource: 'letters', object: 'event_type' },
    date_created: at,
    body: {
      id: letter,
      description: null,
      metadata: message === undefined ? {} : { ciclo_message_id: message },
      to: {
        id: 'adr_d3489cd64c791ab5',
        name: 'HARRY ZHANG',
        address_line1: '210 KING ST',
        object: 'address',
      },
      mail_type: 'usps_first_class',
      object: 'letter',
      ...(failure === undefined
        ? {}
        : { failure_reason: { failure_reason: failure, remediation: 'Correct it.' } }),
    },
    object: 'event',
  };
};
