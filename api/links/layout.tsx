import { createHash } from 'node:crypto';
import type { Child } from 'hono/jsx';
import { raw } from 'hono/html';
import { type Brand, readableOn } from '../../domain/workspace/brand.ts';

/** The one style of the public pages. Without quotes and brackets, so that it stays as it is inside HTML. */
const css = `:root{color-scheme:light dark;font:100%/1.5 system-ui,sans-serif}
body{margin:0;background:Canvas;color:CanvasText}
main{max-width:36rem;margin:0 auto;padding:3rem 1.25rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}
fieldset{border:1px solid GrayText;border-radius:.5rem;margin:1rem 0;padding:.5rem 1rem}
legend{font-weight:600;padding:0 .25rem}
label{display:flex;gap:.6rem;align-items:baseline;padding:.35rem 0}
input{inline-size:1.1rem;block-size:1.1rem;flex:none}
small{display:block;opacity:.8}
table{border-collapse:collapse;margin:0 0 1rem;font-size:.875rem}
th,td{border:1px solid GrayText;padding:.2rem .5rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}
select{font:inherit;max-inline-size:100%;padding:.3rem}
button{font:inherit;padding:.6rem 1.1rem;border-radius:.5rem;border:2px solid CanvasText;cursor:pointer;margin:.25rem .5rem .25rem 0}
button.main{background:var(--brand,CanvasText);color:var(--on-brand,Canvas)}
button.plain{background:Canvas;color:CanvasText}
:focus-visible{outline:3px solid Highlight;outline-offset:2px}
footer{margin-top:2.5rem;font-size:.875rem;opacity:.8}
header{border-block-end:.25rem solid var(--brand,transparent);margin-block-end:2rem;padding-block-end:1rem;font-weight:600}
header img{display:block;max-block-size:4rem;max-inline-size:100%;background:Canvas}
p.done{border-inline-start:.3rem solid currentColor;padding-inline-start:.75rem}
textarea{inline-size:100%;font:inherit;padding:.5rem;box-sizing:border-box}
label.text{display:block}
summary{cursor:pointer}
p.terms{white-space:pre-line}
h2{font-size:1.125rem;margin:1.5rem 0 .5rem}
label:has(input[maxlength]){flex-wrap:wrap}
input[maxlength]{inline-size:100%;block-size:auto;font:inherit;padding:.5rem;box-sizing:border-box}
table{inline-size:100%;border-collapse:collapse;margin:1rem 0}
dt{font-weight:600}
th,td{text-align:start;padding:.4rem .5rem;border-block-end:1px solid GrayText;vertical-align:top}
th:not(:first-child),td:not(:first-child),tfoot th{text-align:end}
tr{break-inside:avoid}
@media print{form,.screen{display:none}main{max-width:none;padding:0}}`;

/** The colours of a business, before the one style. */
const styleOf = (brand: Brand | undefined): string => {
  const { color, textColor } = brand ?? {};
  if (color === undefined) return css;
  return `:root{--brand:${color};--on-brand:${textColor ?? readableOn(color)}}\n${css}`;
};

/** What the logo is loaded from: the page itself, or the one address that the business names. */
const imagesOf = (brand: Brand | undefined): string => {
  const { logo } = brand ?? {};
  if (logo === undefined) return '';
  const { protocol, origin, pathname } = new URL(logo);
  return `; img-src ${protocol === 'data:' ? 'data:' : `${origin}${pathname.replaceAll(/[;,]/g, encodeURIComponent)}`}`;
};

/** Headers of every public page: nothing is loaded but the logo, nothing run, framed, cached or told to others. */
export const pageHeaders = (brand: Brand | undefined): Readonly<Record<string, string>> => {
  const hash = createHash('sha256').update(styleOf(brand)).digest('base64');
  return {
    'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'${imagesOf(brand)}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
  };
};

type Business = {
  readonly name: string;
  readonly postalAddress: string;
  readonly brand?: Brand | undefined;
};

/** Whose page it is: the logo, whose text is the name, or the name alone. */
const Header = ({ name, brand }: Business) => (
  <header>{brand?.logo === undefined ? name : <img src={brand.logo} alt={name} />}</header>
);

/** The frame of a public page: the business it belongs to, and the page itself. */
export const Layout = (props: {
  locale: string;
  title: string;
  business?: Business | undefined;
  children?: Child;
}) => (
  <html lang={props.locale}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{props.business === undefined ? props.title : `${props.title} – ${props.business.name}`}</title>
      <style>{raw(styleOf(props.business?.brand))}</style>
    </head>
    <body>
      <main>
        {props.business === undefined ? null : <Header {...props.business} />}
        <h1>{props.title}</h1>
        {props.children}
        {props.business === undefined ? null : (
          <footer>
            {props.business.name}
            <br />
            {props.business.postalAddress}
          </footer>
        )}
      </main>
    </body>
  </html>
);
