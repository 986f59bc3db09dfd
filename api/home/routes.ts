import { Hono } from 'hono';
import { html } from 'hono/html';

import type { ApiEnv } from '../http/env.ts';

/** Somewhere to go from here: a path of this port, or an address elsewhere. */
export type Place = { readonly at: string; readonly what: string };

const isLink = ({ at }: Place): boolean =>
  /^(?:https?:|\/(?:studio|docs|metrics|healthz|readyz|openapi\.json)$)/.test(at);

const row = (place: Place) =>
  html`<li>
    ${isLink(place) ? html`<a href="${place.at}">${place.at}</a>` : html`<code>${place.at}</code>`}:
    ${place.what}
  </li>`;

const page = (input: { what: string; places: readonly Place[] }) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Ciclo</title>
      </head>
      <body>
        <h1>Ciclo</h1>
        <p>${input.what}</p>
        <ul>
          ${input.places.map(row)}
        </ul>
      </body>
    </html>`;

/** `/`: says what is running here and where to go, as a page for a browser and as JSON for everybody else. */
export const homeRoutes = (deps: { what: string; places: () => readonly Place[] }): Hono<ApiEnv> =>
  new Hono<ApiEnv>().get('/', (c) => {
    const { what } = deps;
    const places = deps.places();
    const headers = { 'cache-control': 'no-store', vary: 'accept' };
    return c.req.header('accept')?.includes('text/html') === true
      ? c.html(page({ what, places }), 200, headers)
      : c.json({ name: 'ciclo', what, places }, 200, headers);
  });
