import { HtmlFrame } from '../../parts/html-frame.tsx';

/** How the HTML of a form looks in a page without a style of its own. */
const pageOf = (html: string): string =>
  `<!doctype html><html><head><meta charset="utf-8"><style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 16px; color: #1b1e1c; background: #fff }
label { display: block; margin-bottom: 12px } input, select, textarea { font: inherit; max-width: 100% }
input:not([type=checkbox]), select, textarea { display: block; width: 100%; box-sizing: border-box; padding: 6px 8px }
</style></head><body>${html}</body></html>`;

/** The HTML of a form in a frame in which nothing is sent. */
export const FormLook = ({ html, title }: { html: string; title: string }) => (
  <HtmlFrame key={html} html={pageOf(html)} title={title} height={420} withPictures={false} />
);
