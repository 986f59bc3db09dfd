import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { html } from 'hono/html';
import type { ApiEnv } from '../http/env.ts';
import type { PublicSettings } from '../ports/pages.ts';
import { Layout, pageHeaders } from './layout.tsx';
import { pageTexts } from './texts.ts';

/** Answers with a page. */
export const showPage = (input: {
  c: Context<ApiEnv>;
  status?: 200 | 400 | 404 | 429 | 503;
  locale: string;
  title: string;
  settings?: PublicSettings | undefined;
  children: Child;
}): Response | Promise<Response> => {
  const { c, locale, title, settings, children } = input;
  for (const [name, value] of Object.entries(pageHeaders(settings?.brand))) c.header(name, value);
  const page = (
    <Layout locale={locale} title={title} business={settings}>
      {children}
    </Layout>
  );
  return c.html(html`<!DOCTYPE html>${page}`, input.status ?? 200);
};

/** The page for every link that is not one of ours, or leads nowhere any more: always the same. */
export const brokenPage = (c: Context<ApiEnv>): Response | Promise<Response> => {
  const { locale, texts } = pageTexts({ acceptLanguage: c.req.header('accept-language'), fallback: 'en' });
  return showPage({ c, status: 404, locale, title: texts.brokenTitle, children: <p>{texts.brokenText}</p> });
};
