/** What a helper of templates is, for the lint, for `docs/messages.md`, and for editors. */
export type HelperReference = {
  readonly name: string;
  readonly kind: 'value' | 'block';
  /** How many arguments it takes: least and most. */
  readonly takes: readonly [number, number];
  /** Named arguments it knows. */
  readonly named: readonly string[];
  /** True when its arguments may be missing without the message counting as incomplete. */
  readonly tolerant: boolean;
  readonly does: string;
  readonly example: string;
  /** What the example gives in English, with the data of `helperExampleContext`. */
  readonly gives: string;
};

const many = 20;

const value = (
  name: string,
  reference: Pick<HelperReference, 'takes' | 'does' | 'example' | 'gives'> &
    Partial<Pick<HelperReference, 'named' | 'tolerant'>>,
): HelperReference => ({ name, kind: 'value', named: [], tolerant: false, ...reference });

const block = (
  name: string,
  reference: Pick<HelperReference, 'does' | 'example' | 'gives'> & Partial<Pick<HelperReference, 'named'>>,
): HelperReference => ({ name, kind: 'block', takes: [1, 1], named: [], tolerant: true, ...reference });

const comparing = (name: string, does: string, example: string, gives: string): HelperReference =>
  value(name, { takes: [2, 2], tolerant: true, does, example, gives });

const fallback = {
  takes: [2, many],
  tolerant: true,
  does: 'The first of its arguments that has a value.',
} as const;

/** Every helper a template may use; anything else is refused at publish. */
export const helperReference: readonly HelperReference[] = [
  value('fallback', {
    ...fallback,
    example: '{{fallback profile.traits.nickname profile.traits.firstName "there"}}',
    gives: 'Ana',
  }),
  value('default', { ...fallback, example: '{{default profile.traits.nickname "there"}}', gives: 'there' }),
  value('money', {
    takes: [1, 2],
    named: ['unit'],
    does: 'An amount in the manner of the locale. The currency is the second argument, else the one of the tenant; `unit="minor"` for cents.',
    example: '{{money 1249.5 "EUR"}}, {{money 1999 "EUR" unit="minor"}}',
    gives: '€1,249.50, €19.99',
  }),
  value('number', {
    takes: [1, 1],
    named: ['digits', 'style'],
    does: 'A number in the manner of the locale; `digits` after the point, `style="percent"`.',
    example: '{{number 1234.567 digits=1}}, {{number 0.15 style="percent"}}',
    gives: '1,234.6, 15%',
  }),
  value('date', {
    takes: [1, 1],
    named: ['style', 'zone'],
    does: 'A date in the zone of the customer; `style` is `short`, `medium`, `long` (default), `full`, `time`, `datetime` or `weekday`; `zone` is another zone.',
    example: '{{date "2026-03-01T18:30:00Z" style="datetime" zone="Europe/Madrid"}}',
    gives: 'March 1, 2026 at 7:30 PM',
  }),
  value('plural', {
    takes: [1, 1],
    named: ['zero', 'one', 'two', 'few', 'many', 'other'],
    does: 'The form of a word that goes with a number, by the rules of the locale; `#` is the number.',
    example: '{{plural 3 one="# item" other="# items"}}',
    gives: '3 items',
  }),
  value('upper', { takes: [1, 1], does: 'In capitals.', example: '{{upper "Ana"}}', gives: 'ANA' }),
  value('lower', { takes: [1, 1], does: 'In small letters.', example: '{{lower "Ana"}}', gives: 'ana' }),
  value('capitalise', {
    takes: [1, 1],
    does: 'With a capital first letter.',
    example: '{{capitalise "blue mug"}}',
    gives: 'Blue mug',
  }),
  value('encode', {
    takes: [1, 1],
    does: 'Ready to stand inside a web address, as after `?email=`.',
    example: '{{encode "a+b@c.example"}}',
    gives: 'a%2Bb%40c.example',
  }),
  value('share', {
    takes: [2, 3],
    does: 'The address at which a network (whatsapp, telegram, facebook, x, linkedin, bluesky, email) asks the reader to share a link, with a text.',
    example: '{{share "telegram" "https://shop.example/r/ANA" "Tea"}}',
    gives: 'https://t.me/share/url?url=https%3A%2F%2Fshop.example%2Fr%2FANA%3Fvia%3Dtelegram&text=Tea',
  }),
  value('link', {
    takes: [1, 1],
    does: 'A web address as a followed link, for hand-written plain texts; addresses in `href` are followed by themselves.',
    example: '{{link "https://shop.example/cart"}}',
    gives: 'https://shop.example/cart',
  }),
  value('survey', {
    takes: [1, 2],
    named: ['about'],
    tolerant: true,
    does: 'The address at which the reader answers a survey of `ciclo.json` with this score; `about` says what it is about, such as the id of a case.',
    example: '{{survey "after-delivery" 9}}',
    gives: '#',
  }),
  value('registration', {
    takes: [1, 1],
    named: ['calendar'],
    does: 'The address of the page on which the reader sees an event or appointment, registers and cancels, by its id; with `calendar=true` of its calendar file (`.ics`).',
    example: '{{registration "r01J9"}}',
    gives: '#',
  }),
  comparing(
    'eq',
    'Whether two values are equal.',
    '{{#if (eq profile.stage "loyal")}}Thank you{{/if}}',
    'Thank you',
  ),
  comparing(
    'gt',
    'Whether the first is greater; numbers, or texts such as dates.',
    '{{#if (gt 3 2)}}yes{{/if}}',
    'yes',
  ),
  comparing('gte', 'Greater or equal.', '{{#if (gte 2 2)}}yes{{/if}}', 'yes'),
  comparing('lt', 'Whether the first is less.', '{{#if (lt 3 2)}}yes{{else}}no{{/if}}', 'no'),
  comparing('lte', 'Less or equal.', '{{#if (lte 2 2)}}yes{{/if}}', 'yes'),
  value('and', {
    takes: [2, many],
    tolerant: true,
    does: 'Whether all have a value and none is false.',
    example: '{{#if (and profile.traits.firstName (gt 3 2))}}yes{{/if}}',
    gives: 'yes',
  }),
  value('or', {
    takes: [2, many],
    tolerant: true,
    does: 'Whether at least one has a value and is not false.',
    example: '{{#if (or profile.traits.nickname profile.traits.firstName)}}yes{{/if}}',
    gives: 'yes',
  }),
  value('not', {
    takes: [1, 1],
    tolerant: true,
    does: 'Whether it has no value or is false.',
    example: '{{#if (not profile.traits.nickname)}}yes{{/if}}',
    gives: 'yes',
  }),
  block('if', {
    does: 'Shows its content when there is a value; `{{else}}` and `{{else if}}` otherwise.',
    example: '{{#if profile.traits.firstName}}Hi {{profile.traits.firstName}}{{else}}Hello{{/if}}',
    gives: 'Hi Ana',
  }),
  block('unless', {
    does: 'Shows its content when there is no value.',
    example: '{{#unless profile.traits.nickname}}no nickname{{/unless}}',
    gives: 'no nickname',
  }),
  block('each', {
    named: ['limit'],
    does: 'Repeats its content for every item of a list, at most `limit` times; `{{else}}` when it is empty. Inside, names are those of the item; `@index`, `@first`, `@last`.',
    example: '{{#each entry.properties.products limit=2}}{{name}}{{#unless @last}}, {{/unless}}{{/each}}',
    gives: 'Mug, Tray',
  }),
  block('with', {
    does: 'Goes inside a value: names are those of it. Without `{{else}}` a missing value counts as missing.',
    example: '{{#with profile.traits}}{{firstName}}{{/with}}',
    gives: 'Ana',
  }),
];

/** The data behind the examples of `helperReference`. */
export const helperExampleContext = {
  profile: { stage: 'loyal', traits: { firstName: 'Ana' } },
  entry: { properties: { products: [{ name: 'Mug' }, { name: 'Tray' }, { name: 'Bowl' }] } },
} as const;

const byName: ReadonlyMap<string, HelperReference> = new Map(
  helperReference.map((reference) => [reference.name, reference]),
);

/** The reference of a helper, if there is one of that name. */
export const helperNamed = (name: string): HelperReference | undefined => byName.get(name);

/** The helpers as a Markdown table, as `docs/messages.md` shows them. */
export const helperTable = (): string =>
  [
    '| helper | what it does | example | gives |',
    '|---|---|---|---|',
    ...helperReference.map(
      ({ name, kind, does, example, gives }) =>
        `| \`${kind === 'block' ? '#' : ''}${name}\` | ${does} | \`${example}\` | ${gives} |`,
    ),
  ].join('\n');
