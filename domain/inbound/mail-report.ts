/** What a mail server or a mailbox provider reports of a mail of ours. */
export type MailReport =
  | {
      readonly kind: 'bounce';
      /** `failed` for good; `delayed` when it may yet arrive; others, such as `delivered`, are good news. */
      readonly action: string;
      readonly recipient?: string;
      /** The status of RFC 3463, `5.1.1`. */
      readonly status?: string;
      readonly diagnostic?: string;
      readonly ids: readonly string[];
    }
  | { readonly kind: 'complaint'; readonly recipient?: string; readonly ids: readonly string[] };

const textMax = 1_000_000;
const idsMax = 20;
const valueMax = 1_000;

/** The ids of mails in the form of ours that a text names, in its order. */
export const mailIdsIn = (text: string): readonly string[] => [
  ...new Set(
    [...text.slice(0, textMax).matchAll(/(?<![A-Za-z0-9])([a-z2-7]{26})@[A-Za-z0-9.-]{1,253}/g)]
      .map(([, id]) => id ?? '')
      .slice(0, idsMax),
  ),
];

/** Fields of a report, with continued lines joined; the first of each name counts, names in lower case. */
const fieldsIn = (text: string): ReadonlyMap<string, string> => {
  const fields = new Map<string, string>();
  const lines = text
    .slice(0, textMax)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/\n[ \t]+/g, ' ')
    .split('\n');
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon < 1 || !/^[a-z-]{1,60}$/.test(name) || fields.has(name)) continue;
    fields.set(
      name,
      line
        .slice(colon + 1)
        .trim()
        .slice(0, valueMax),
    );
  }
  return fields;
};

/** `rfc822; ana@example.com` without its type. */
const untyped = (value: string | undefined): string | undefined => {
  const plain = value?.slice(value.indexOf(';') + 1).trim();
  return plain === undefined || plain === '' ? undefined : plain.replace(/^<(.*)>$/, '$1');
};

const given = <K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> => {
  const fields: Partial<Record<K, string>> = {};
  if (value !== undefined && value !== '') fields[name] = value;
  return fields;
};

/** Reads the part `message/delivery-status` of a report (RFC 3464); `returned` is the whole mail, whose ids say what it is about. */
export const readBounce = (input: { status: string; returned: string }): MailReport => {
  const fields = fieldsIn(input.status);
  const recipient = untyped(fields.get('final-recipient') ?? fields.get('original-recipient'));
  return {
    kind: 'bounce',
    action: (fields.get('action') ?? '').toLowerCase(),
    ...given('recipient', recipient),
    ...given('status', /\d\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0]),
    ...given('diagnostic', untyped(fields.get('diagnostic-code'))),
    ids: mailIdsIn(input.returned),
  };
};

/** Reads the part `message/feedback-report` of a complaint (RFC 5965); undefined for feedback that is no complaint. */
export const readComplaint = (input: { feedback: string; returned: string }): MailReport | undefined => {
  const fields = fieldsIn(input.feedback);
  if (
    !['abuse', 'fraud', 'opt-out', 'virus', ''].includes(fields.get('feedback-type')?.toLowerCase() ?? '')
  ) {
    return undefined;
  }
  return {
    kind: 'complaint',
    ...given('recipient', untyped(fields.get('original-rcpt-to'))),
    ids: mailIdsIn(input.returned),
  };
};
