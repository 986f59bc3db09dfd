/** What can be put into a column. */
export const columnPieces = [
  'heading',
  'text',
  'button',
  'image',
  'divider',
  'space',
  'products',
  'coupon',
] as const;
export type ColumnPiece = (typeof columnPieces)[number];

/** What can be put into the body. */
export const bodyPieces = ['oneColumn', 'twoColumns', 'footer'] as const;
export type BodyPiece = (typeof bodyPieces)[number];

const products = [
  '<mj-table>',
  '  {{#each entry.properties.products limit=4}}',
  '  <tr>',
  '    <td style="padding:0 0 18px"><a href="{{fallback url @root.tenant.url}}"><strong>{{fallback name sku}}</strong></a>{{#if price}}<br>{{money price (fallback @root.entry.properties.currency @root.tenant.currency)}}{{/if}}</td>',
  '  </tr>',
  '  {{/each}}',
  '</mj-table>',
].join('\n');

const coupon = [
  '<mj-raw>{{#with steps.offer}}</mj-raw>',
  '<mj-text align="center"><strong>{{code}}</strong>{{#if expiresAt}}<br>{{date expiresAt}}{{/if}}</mj-text>',
  '<mj-raw>{{/with}}</mj-raw>',
].join('\n');

const couponOf = (partials: readonly string[]): string =>
  partials.includes('coupon')
    ? '<mj-raw>{{#with steps.offer}}</mj-raw>\n{{> coupon}}\n<mj-raw>{{/with}}</mj-raw>'
    : coupon;

/** The MJML of a piece for a column; those of the shop's shared parts where there are such parts. */
export const columnPiece = (piece: ColumnPiece, partials: readonly string[]): string => {
  switch (piece) {
    case 'heading':
      return '<mj-text><h1>…</h1></mj-text>';
    case 'text':
      return '<mj-text>…</mj-text>';
    case 'button':
      return '<mj-button href="{{tenant.url}}">{{tenant.name}}</mj-button>';
    case 'image':
      return '<mj-image src="https://" alt="" />';
    case 'divider':
      return '<mj-divider />';
    case 'space':
      return '<mj-spacer height="20px" />';
    case 'products':
      return partials.includes('products') ? '{{> products}}' : products;
    case 'coupon':
      return couponOf(partials);
  }
};

const column = '    <mj-column>\n      <mj-text>…</mj-text>\n    </mj-column>';

const footer = [
  '<mj-section>',
  '  <mj-column>',
  '    <mj-text font-size="13px"><a href="{{links.unsubscribe}}">Unsubscribe</a></mj-text>',
  '    <mj-text font-size="13px">{{tenant.postalAddress}}</mj-text>',
  '  </mj-column>',
  '</mj-section>',
].join('\n');

/** The MJML of a piece for the body. */
export const bodyPiece = (piece: BodyPiece, partials: readonly string[]): string => {
  switch (piece) {
    case 'oneColumn':
    case 'twoColumns': {
      const columns = piece === 'oneColumn' ? [column] : [column, column];
      const card = partials.includes('head') ? ' mj-class="card" css-class="card"' : '';
      return [`<mj-wrapper${card}>`, '  <mj-section>', ...columns, '  </mj-section>', '</mj-wrapper>'].join(
        '\n',
      );
    }
    case 'footer':
      return partials.includes('footer') ? '{{> footer}}' : footer;
  }
};
