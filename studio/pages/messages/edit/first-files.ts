const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

type New = {
  readonly key: string;
  readonly name: string;
  readonly channel: string;
  readonly class: 'marketing' | 'transactional';
  readonly topic: string;
  readonly locale: string;
  /** The names of the shared parts there are. */
  readonly partials: readonly string[];
};

const unsubscribe = `    <mj-section>
      <mj-column>
        <mj-text font-size="13px"><a href="{{links.unsubscribe}}">Unsubscribe</a></mj-text>
        <mj-text font-size="13px">{{tenant.postalAddress}}</mj-text>
      </mj-column>
    </mj-section>`;

const footerOf = (input: New): readonly string[] => {
  const name = input.class === 'marketing' ? 'footer' : 'footer-transactional';
  if (input.partials.includes(name)) return [`    {{> ${name}}}`];
  return input.class === 'marketing' ? [unsubscribe] : [];
};

const mailOf = (input: New): string => {
  const has = (name: string): boolean => input.partials.includes(name);
  const card = has('head') ? ' mj-class="card" css-class="card"' : ' background-color="#ffffff"';
  return [
    '<mjml>',
    ...(has('head') ? ['  {{> head}}'] : []),
    '  <mj-body css-class="page">',
    ...(has('header') ? ['    {{> header}}'] : []),
    `    <mj-wrapper${card}>`,
    '      <mj-section>',
    '        <mj-column>',
    `          <mj-text><h1>${input.name.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</h1></mj-text>`,
    '          <mj-text>{{#if profile.traits.firstName}}{{profile.traits.firstName}}, {{/if}}…</mj-text>',
    '          <mj-button href="{{tenant.url}}">{{tenant.name}}</mj-button>',
    '        </mj-column>',
    '      </mj-section>',
    '    </mj-wrapper>',
    ...footerOf(input),
    '  </mj-body>',
    '</mjml>',
    '',
  ].join('\n');
};

const letterBody = `<p>{{fallback profile.traits.firstName "…"}},</p>
<p>…</p>
<p>{{tenant.name}}</p>
`;

/** The files with which a message begins: it can be published as it is. */
export const firstFiles = (input: New): Readonly<Record<string, string>> => {
  const { key, name, channel, topic, locale } = input;
  const isMail = channel === 'email';
  const settings = {
    name,
    channel,
    class: input.class,
    topic,
    ...(isMail ? { subject: { [locale]: name } } : {}),
    sample: { profile: { traits: { firstName: 'Ana' } } },
  };
  const body = isMail
    ? mailOf(input)
    : channel === 'post'
      ? letterBody
      : '{{fallback profile.traits.firstName "…"}}\n';
  return {
    [`messages/${key}/message.json`]: json(settings),
    [`messages/${key}/body.${isMail ? 'mjml' : 'hbs'}`]: body,
  };
};
